package io.fuscia.execution;

import io.fuscia.host.KeyValueScopes;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.Schema;
import io.fuscia.storage.Transactions;
import io.fuscia.task.TaskRunner;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the execution machinery together on the server, from plain objects, and makes its doors injectable. */
@Dependent
class ExecutionWiring {
    @Produces
    @Singleton
    ExecutionEngine engine(
            Transactions transactions,
            Schema schema,
            WorkflowSource workflows,
            TaskRunner tasks,
            Instance<ExecutionLauncher> launcher,
            InputEvaluator evaluator,
            JsonSchemas schemas,
            Conditions conditions,
            KeyValueScopes keyValues) {
        return new ExecutionEngine(
                ExecutionSettings.fromSystemProperties(),
                InstantSource.system(),
                transactions,
                schema::dialect,
                workflows,
                tasks,
                launcher::get,
                evaluator,
                schemas,
                conditions,
                id -> keyValues.release(id.value()));
    }

    @Produces
    @Singleton
    Executions executions(ExecutionEngine engine) {
        return engine.executions();
    }

    @Produces
    @Singleton
    NodeRunner nodeRunner(ExecutionEngine engine) {
        return engine.nodeRunner();
    }

    @Produces
    @Singleton
    Upkeep upkeep(ExecutionEngine engine) {
        return engine.upkeep();
    }
}
