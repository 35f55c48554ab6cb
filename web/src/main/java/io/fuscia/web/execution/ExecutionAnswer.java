package io.fuscia.web.execution;

import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.Executions;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.Parameters;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Shows an execution when it is over, or when the caller would wait no longer. No thread is held meanwhile. */
@ApplicationScoped
public class ExecutionAnswer {
    /** Seconds. Longer, and proxies on the way give up. */
    private static final int LONGEST_WAIT = 60;

    /** Tasks inside loops in one answer; more are to be had page by page. */
    static final int MOST_INNER = 1_000;

    @Inject
    private Executions executions;

    @Resource
    private ManagedExecutorService threads;

    /**
     * How long to wait, and what to show then.
     *
     * @param seconds 0 to {@value #LONGEST_WAIT}
     * @param tasks whether with its tasks
     * @param mostInner at most so many tasks inside loops
     */
    public record Wish(int seconds, boolean tasks, int mostInner) {
        /** As query parameters say it. @throws FusciaException {@code INVALID_REQUEST} */
        public static Wish of(String wait, String tasks) {
            return of(wait, tasks, String.valueOf(MOST_INNER));
        }

        /** The same with a number of tasks inside loops. */
        public static Wish of(String wait, String tasks, String innerTasks) {
            int mostInner = upTo(MOST_INNER, "", "inner_tasks", innerTasks);
            int seconds = upTo(LONGEST_WAIT, " seconds", "wait", wait);
            return new Wish(seconds, Parameters.flag("tasks", tasks), mostInner);
        }

        private static int upTo(int most, String unit, String name, String text) {
            int number = Parameters.number(name, text);
            if (number < 0 || number > most) {
                throw new FusciaException(
                        ErrorCode.INVALID_REQUEST, name + " is 0 to " + most + unit + ", not " + text);
            }
            return number;
        }
    }

    /**
     * The execution.
     *
     * @param over whether it is over
     */
    public record Shown(boolean over, JsonObject view) {}

    /** The execution after the wait; empty if there is none. */
    public CompletionStage<Optional<Shown>> show(ExecutionId id, Wish wish) {
        if (wish.seconds() == 0) {
            return CompletableFuture.completedFuture(read(id, wish));
        }
        CompletableFuture<Optional<Execution>> end = executions.end(id);
        if (end.isDone()) {
            return CompletableFuture.completedFuture(read(id, wish));
        }
        return end.completeOnTimeout(Optional.empty(), wish.seconds(), TimeUnit.SECONDS)
                .thenCompose(known -> known.isPresent() && !wish.tasks()
                        ? CompletableFuture.completedFuture(Optional.of(shown(known.get())))
                        : CompletableFuture.supplyAsync(() -> read(id, wish), threads));
    }

    private static Shown shown(Execution execution) {
        return new Shown(over(execution), ExecutionView.of(execution));
    }

    private Optional<Shown> read(ExecutionId id, Wish wish) {
        if (wish.tasks()) {
            return executions
                    .find(id, wish.mostInner())
                    .map(detail -> new Shown(over(detail.execution()), ExecutionView.of(detail)));
        }
        return executions.summary(id).map(ExecutionAnswer::shown);
    }

    private static boolean over(Execution execution) {
        return execution.status().isTerminal();
    }
}
