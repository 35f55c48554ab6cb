package io.fuscia.execution;

import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.Schema;
import io.fuscia.storage.Transactions;
import io.fuscia.task.TaskRunner;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the execution machinery together on the server, from plain objects. */
@ApplicationScoped
class ExecutionWiring {
    @EJB
    private Transactions transactions;

    @EJB
    private Schema schema;

    @Inject
    private WorkflowSource workflows;

    @Inject
    private TaskRunner tasks;

    @Inject
    private Instance<ExecutionLauncher> launcher;

    private ExecutionEngine engine;

    @PostConstruct
    void assemble() {
        JsonSchemas schemas = new JsonSchemas();
        engine = new ExecutionEngine(
                ExecutionSettings.fromSystemProperties(),
                InstantSource.system(),
                transactions,
                schema::dialect,
                workflows,
                tasks,
                launcher::get,
                new InputEvaluator(schemas),
                schemas,
                new Conditions());
    }

    @Produces
    @Singleton
    Executions executions() {
        return engine.executions();
    }

    @Produces
    @Singleton
    NodeRunner nodeRunner() {
        return engine.nodeRunner();
    }

    @Produces
    @Singleton
    Upkeep upkeep() {
        return engine.upkeep();
    }
}
