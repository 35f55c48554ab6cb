package io.fuscia.workflow;

import io.fuscia.component.ComponentCatalog;
import io.fuscia.component.ComponentUsage;
import io.fuscia.execution.ExecutionLauncher;
import io.fuscia.execution.WorkflowSource;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.document.DocumentReader;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;

/** Makes the stored workflows injectable on the server, and with them what other packages ask of workflows. */
@Dependent
class WorkflowWiring {
    @Produces
    @Singleton
    Workflows workflows(
            Transactions transactions,
            ComponentCatalog catalog,
            JsonSchemas schemas,
            Supplier<ExecutionLauncher> launcher) {
        return new Workflows(
                transactions,
                new DefinitionParser(new DocumentReader(), schemas),
                new WorkflowResolver(catalog, schemas),
                new LockedWorkflowReader(schemas),
                workflow -> launcher.get().compile(workflow),
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    WorkflowSource source(Workflows workflows) {
        return (id, number) -> {
            Workflows.Locked locked = workflows.locked(id, number);
            return new WorkflowSource.Version(locked.number(), locked.workflow());
        };
    }

    @Produces
    @Singleton
    ComponentUsage usage(Instance<Workflows> workflows) {
        return (name, version) -> workflows.get().usersOf(name, version);
    }
}
