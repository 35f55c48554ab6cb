package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Attempts that may have been made when a server ended without a word. An attempt has a row only when it ends or lasts
 * for a while, so that a quick node costs one commit. What was its turn at a crash, and is not on record as running, may
 * have begun all the same: that counts as an attempt, so that no run of a node is missing in its history.
 */
final class Doubts {
    private static final String MESSAGE =
            "the server ended while this attempt may have run; it had not been on record yet";

    private Doubts() {}

    /**
     * Counts a possible attempt for each node that could have been running.
     *
     * @param rows of the graph's nodes, as stored
     * @param now milliseconds since the epoch
     * @return what is to be stored before any of the nodes runs
     */
    static List<TaskWrite> of(RunningExecution execution, GraphRun run, List<TaskRecord> rows, long now) {
        Set<TaskKey> recorded = execution.interrupted().orElse(Set.of());
        List<TaskWrite> doubts = new ArrayList<>();
        for (NodeDefinition node : run.graph().nodes()) {
            TaskKey key = new TaskKey(
                    execution.id().value(),
                    run.path(node.id()).toString(),
                    run.iteration().toString());
            if (isTried(node) && !recorded.contains(key) && couldRun(run, node.id(), now)) {
                doubts.add(doubt(run, node, begunAtTheEarliest(run, node.id(), rows, now), now));
            }
        }
        return doubts;
    }

    private static boolean isTried(NodeDefinition node) {
        if (node instanceof NodeDefinition.Join join) {
            return join.component().isPresent();
        }
        // An attempt that calls a workflow is on record together with what it called.
        return !(node instanceof NodeDefinition.Trigger)
                && !(node instanceof NodeDefinition.Loop)
                && !(node instanceof NodeDefinition.SubWorkflow);
    }

    private static boolean couldRun(GraphRun run, NodeId node, long now) {
        GraphProgress progress = run.progress();
        if (progress.result(node).isPresent()
                || run.slot(node).retryDueAt().filter(due -> due > now).isPresent()) {
            return false;
        }
        try {
            return progress.decide(node) == NodeReadiness.Decision.RUN;
        } catch (FusciaException e) {
            // Its condition cannot be evaluated, so it has never run.
            return false;
        }
    }

    private static long begunAtTheEarliest(GraphRun run, NodeId node, List<TaskRecord> rows, long now) {
        return run.graph().upstream(node).stream()
                .map(upstream -> run.path(upstream).toString())
                .flatMap(path -> rows.stream().filter(row -> row.nodePath.equals(path) && row.endedAt != null))
                .mapToLong(row -> row.endedAt)
                .max()
                .orElse(now);
    }

    private static TaskWrite doubt(GraphRun run, NodeDefinition node, long begun, long now) {
        NodeSlot slot = run.slot(node.id());
        boolean rowExists = slot.rowExists();
        int number = slot.mayHaveBegun(begun);
        TaskError error = new TaskError(ErrorCode.SHUTTING_DOWN, MESSAGE);
        NodePath path = run.path(node.id());
        return new TaskWrite(
                path,
                node.type(),
                run.iteration(),
                rowExists,
                TaskStatus.PENDING,
                number,
                Optional.empty(),
                Optional.empty(),
                jakarta.json.JsonValue.EMPTY_JSON_ARRAY,
                Optional.empty(),
                slot.retryDueAt().orElse(null),
                slot.firstStartedAt(),
                null,
                Optional.of(new TaskWrite.AttemptWrite(
                        false, number, TaskStatus.CANCELLED, begun, now, Optional.of(error), List.of())));
    }
}
