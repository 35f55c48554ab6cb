package io.fuscia.execution;

import io.fuscia.artifact.Artifacts;
import io.fuscia.host.KeyValueScopes;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.DatabaseSpace;
import io.fuscia.storage.DiskReserve;
import io.fuscia.storage.Schema;
import io.fuscia.storage.Transactions;
import io.fuscia.task.TaskRunner;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Puts the execution machinery together on the server, from plain objects, and makes its doors injectable. */
@Dependent
class ExecutionWiring {
    @Resource(lookup = "java:/jdbc/FusciaDS")
    private DataSource dataSource;

    @Produces
    @Singleton
    ExecutionEngine engine(
            Transactions transactions,
            InstantSource clock,
            Schema schema,
            WorkflowSource workflows,
            TaskRunner tasks,
            Supplier<ExecutionLauncher> launcher,
            InputEvaluator evaluator,
            JsonSchemas schemas,
            Conditions conditions,
            KeyValueScopes keyValues,
            Artifacts artifacts) {
        return new ExecutionEngine(
                ExecutionSettings.fromSystemProperties(),
                Timing.system(clock),
                transactions,
                schema::dialect,
                workflows,
                tasks,
                launcher,
                evaluator,
                schemas,
                conditions,
                artifacts,
                keyValues);
    }

    /**
     * The batch module's, looked up when it is first needed, and only then: what an {@code Instance} gives of a dependent
     * bean is kept as long as that itself, so asking it for each execution would fill the heap.
     */
    @Produces
    @Singleton
    Supplier<ExecutionLauncher> launcher(Instance<ExecutionLauncher> beans) {
        AtomicReference<ExecutionLauncher> found = new AtomicReference<>();
        return () -> found.updateAndGet(known -> known == null ? beans.get() : known);
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Produces
    @Singleton
    Executions executions(ExecutionEngine engine) {
        return engine.executions();
    }

    @Produces
    @Singleton
    Restarts restarts(ExecutionEngine engine) {
        return engine.restarts();
    }

    @Produces
    @Singleton
    Retention retention(
            Transactions transactions, Artifacts artifacts, Supplier<ExecutionLauncher> launcher, DiskReserve reserve) {
        return new Retention(
                new RetentionRows(transactions),
                RetentionPolicy.fromSystemProperties(),
                artifacts,
                new DatabaseSpace(reserve.connections(dataSource)),
                id -> launcher.get().forget(id),
                InstantSource.system());
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
