package io.fuscia.batch.model;

import io.fuscia.execution.TaskStatus;
import io.fuscia.failure.ErrorCode;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** One node of one graph, and what became of it. */
final class ModelTask {
    final ModelGraph graph;
    final NodeDefinition node;
    TaskStatus status = TaskStatus.PENDING;
    ErrorCode error;
    JsonValue input;
    JsonValue output;
    Long startedAt;
    Long endedAt;
    final List<String> attempts = new ArrayList<>();
    int failures;

    /** When the next attempt is due; for a loop, when to look at it again. */
    Long retryDue;

    /** Somebody is inside. */
    boolean busy;

    /** When the attempt that runs began. */
    Long attemptStart;

    /** The walk that waits for it. */
    Walk walk;

    /** In which step an attempt or the loop began last, it ended, or a join came to need it no more; 0: never. */
    int beganIn;

    int endedIn;
    int droppedIn;

    /** It is a join that has what it needs, or never can have: since which step; 0: it is not. */
    int settledIn;

    /** A join needs it no more. */
    boolean dropped;

    /** The loop, once it was opened. */
    ModelLoop loop;

    ModelTask(ModelGraph graph, NodeDefinition node) {
        this.graph = graph;
        this.node = node;
    }

    boolean isOver() {
        return status.isTerminal();
    }

    boolean isCritical() {
        return node.settings().failWorkflow();
    }

    String path() {
        return graph.prefix + node.id();
    }

    /** As guests know it. */
    String taskId() {
        return path() + "/" + (graph.iteration.isEmpty() ? "0" : graph.iteration);
    }

    String row() {
        return path() + "@" + graph.iteration;
    }

    boolean hasRow() {
        return isOver() || !attempts.isEmpty() || loop != null;
    }

    @Override
    public String toString() {
        return status.text() + " error=" + error + " attempts=" + attempts + " started=" + startedAt + " ended="
                + endedAt + " input=" + Values.plain(input) + " output=" + Values.plain(output);
    }
}
