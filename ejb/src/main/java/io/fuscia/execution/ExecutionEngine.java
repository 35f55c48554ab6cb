package io.fuscia.execution;

import io.fuscia.artifact.Artifacts;
import io.fuscia.host.KeyValueScopes;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.Transactions;
import io.fuscia.task.TaskRunner;
import java.util.function.Supplier;

/** All parts of the execution machinery, put together; the same on the server and in tests. */
final class ExecutionEngine {
    private final Executions executions;
    private final Restarts restarts;
    private final NodeRunner nodeRunner;
    private final Upkeep upkeep;
    private final RunningExecutions running;

    ExecutionEngine(
            ExecutionSettings settings,
            Timing timing,
            Transactions transactions,
            Supplier<Dialect> dialect,
            WorkflowSource workflows,
            TaskRunner tasks,
            Supplier<ExecutionLauncher> launcher,
            InputEvaluator evaluator,
            JsonSchemas schemas,
            Conditions conditions,
            Artifacts artifacts,
            KeyValueScopes pairs) {
        LargeOutputs outputs = new LargeOutputs(artifacts, settings.longestOutput());
        Patience patience = new Patience(settings.storagePatience());
        ExecutionStore store =
                new ExecutionStore(transactions, dialect, outputs, pairs, settings.server(), timing.clock());
        ServerLease lease = new ServerLease(
                transactions, dialect, settings.server(), settings.lease(), timing.clock(), System::nanoTime);
        Endings endings = new Endings();
        running = new RunningExecutions(store, launcher, patience, id -> pairs.release(id.value()), endings);
        Admission admission = new Admission(settings.maxRunning(), store, lease, workflows, conditions, running);
        TaskPreparation preparation = new TaskPreparation(evaluator);
        TaskAttempt attempt = new TaskAttempt(preparation, tasks, store, timing.jitter(), settings.storagePatience());
        SubExecutions calls = new SubExecutions(transactions);
        AfterEnds afterEnds = new AfterEnds(this::executions, launcher);
        running.whenGone(afterEnds::add);
        upkeep = new Upkeep(
                settings.drain(),
                store,
                lease,
                running,
                admission,
                timing.elapsed(),
                afterEnds,
                () -> calls.orphans(settings.server())
                        .forEach(id -> executions().cancelIfOpen(id)),
                endings);
        executions = new Executions(
                workflows,
                schemas,
                conditions,
                store,
                new ExecutionQueries(transactions, outputs),
                running,
                admission,
                upkeep,
                calls,
                patience,
                endings);
        restarts = new Restarts(new RestartRows(transactions, settings.server()), executions, workflows, admission);
        nodeRunner = new NodeRunner(
                running,
                store,
                preparation,
                attempt,
                new SubWorkflowRunner(executions, calls, store, workflows, preparation, attempt),
                patience,
                settings.retryHold(),
                timing.retryWait(),
                launcher);
    }

    Executions executions() {
        return executions;
    }

    Restarts restarts() {
        return restarts;
    }

    NodeRunner nodeRunner() {
        return nodeRunner;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    RunningExecutions running() {
        return running;
    }
}
