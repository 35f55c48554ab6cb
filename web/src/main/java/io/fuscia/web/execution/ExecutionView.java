package io.fuscia.web.execution;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.execution.Attempt;
import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ParentTask;
import io.fuscia.execution.Task;
import io.fuscia.execution.TaskError;
import io.fuscia.execution.TaskPage;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Executions, tasks and attempts as the API shows them. */
public final class ExecutionView {
    private ExecutionView() {}

    /** An execution without its tasks. */
    public static JsonObject of(Execution execution) {
        return summary(execution).build();
    }

    /** An execution with its payload, tasks and attempts. */
    public static JsonObject of(ExecutionDetail detail) {
        JsonArrayBuilder tasks = JSON.createArrayBuilder();
        detail.tasks().forEach(task -> tasks.add(task(task)));
        JsonObjectBuilder view =
                summary(detail.execution()).add("payload", detail.payload()).add("tasks", tasks);
        detail.nextTasks().ifPresent(next -> view.add("next_task_cursor", next));
        return view.build();
    }

    /** A page of tasks with their attempts. */
    static JsonObject of(TaskPage page) {
        JsonArrayBuilder items = JSON.createArrayBuilder();
        page.tasks().forEach(task -> items.add(task(task)));
        JsonObjectBuilder view = JSON.createObjectBuilder().add("items", items);
        page.next().ifPresent(next -> view.add("next_cursor", next));
        return view.build();
    }

    private static JsonObjectBuilder summary(Execution execution) {
        JsonObjectBuilder view = JSON.createObjectBuilder()
                .add("execution_id", execution.id().value())
                .add("workflow_id", execution.workflowId().value())
                .add("workflow_version", execution.workflowVersion())
                .add("workflow_digest", execution.workflowDigest().value())
                .add("trigger", execution.trigger().value())
                .add("status", execution.status().text())
                .add("cancel_requested", execution.cancelRequested())
                .add("created_at", execution.createdAt().toString());
        times(view, execution.startedAt(), execution.endedAt());
        execution.deadline().ifPresent(at -> view.add("deadline", at.toString()));
        execution.origin().ifPresent(origin -> view.add("restarted_from", origin.value()));
        execution.wakeAt().ifPresent(at -> view.add("wake_at", at.toString()));
        execution.error().ifPresent(error -> view.add("error", error(error)));
        execution.parent().ifPresent(parent -> view.add("parent", parent(parent)));
        return view;
    }

    private static JsonObjectBuilder parent(ParentTask parent) {
        JsonObjectBuilder view = JSON.createObjectBuilder()
                .add("execution_id", parent.execution().value())
                .add("node_id", parent.node().toString())
                .add("attempt", parent.attempt());
        if (!parent.iteration().indices().isEmpty()) {
            view.add("iteration", parent.iteration().toString());
        }
        return view;
    }

    private static JsonObjectBuilder task(Task task) {
        JsonObjectBuilder view = JSON.createObjectBuilder()
                .add("task_id", task.taskId())
                .add("node_id", task.node().toString())
                .add("type", task.type().name().toLowerCase(Locale.ROOT))
                .add("status", task.status().text())
                .add("attempts", task.attempts().size());
        task.origin().ifPresent(origin -> view.add("taken_over_from", origin.value()));
        if (!task.iteration().indices().isEmpty()) {
            view.add("iteration", task.iteration().toString());
        }
        times(view, task.startedAt(), task.endedAt());
        task.retryDueAt().ifPresent(at -> view.add("retry_due_at", at.toString()));
        task.input().ifPresent(input -> view.add("input", input));
        task.inputDigest().ifPresent(digest -> view.add("input_digest", digest.value()));
        task.output().ifPresent(output -> view.add("output", output));
        if (!task.artifacts().isEmpty()) {
            JsonArrayBuilder artifacts = JSON.createArrayBuilder();
            task.artifacts().forEach(artifact -> artifacts.add(artifact.toJson()));
            view.add("artifacts", artifacts);
        }
        task.error().ifPresent(error -> view.add("error", error(error)));
        task.child().ifPresent(child -> view.add("child_execution_id", child.value()));
        JsonArrayBuilder history = JSON.createArrayBuilder();
        task.attempts().forEach(attempt -> history.add(attempt(attempt)));
        return view.add("attempt_history", history);
    }

    private static JsonObjectBuilder attempt(Attempt attempt) {
        JsonObjectBuilder view = JSON.createObjectBuilder()
                .add("number", attempt.number())
                .add("status", attempt.status().text());
        times(view, Optional.of(attempt.startedAt()), attempt.endedAt());
        attempt.error().ifPresent(error -> view.add("error", error(error)));
        attempt.child().ifPresent(child -> view.add("child_execution_id", child.value()));
        if (!attempt.log().isEmpty()) {
            JsonArrayBuilder lines = JSON.createArrayBuilder();
            attempt.log()
                    .forEach(line -> lines.add(JSON.createObjectBuilder()
                            .add("at", line.time().toString())
                            .add("level", line.level().name().toLowerCase(Locale.ROOT))
                            .add("message", line.message())));
            view.add("log", lines);
        }
        return view;
    }

    private static JsonObject error(TaskError error) {
        JsonObjectBuilder view = JSON.createObjectBuilder()
                .add("code", error.code().slug())
                .add("kind", error.code().kind().slug())
                .add("message", error.message());
        if (!error.detail().isEmpty()) {
            view.add("detail", error.detail());
        }
        return view.build();
    }

    private static void times(JsonObjectBuilder view, Optional<Instant> started, Optional<Instant> ended) {
        started.ifPresent(at -> view.add("started_at", at.toString()));
        ended.ifPresent(at -> view.add("ended_at", at.toString()));
        if (started.isPresent() && ended.isPresent()) {
            view.add("duration_ms", Duration.between(started.get(), ended.get()).toMillis());
        }
    }
}
