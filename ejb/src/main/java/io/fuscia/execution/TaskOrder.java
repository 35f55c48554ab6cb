package io.fuscia.execution;

import io.fuscia.failure.FusciaException;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Brings the tasks of an execution into the order of its workflow's file, and adds those that have no row yet. */
final class TaskOrder {
    private TaskOrder() {}

    static ExecutionDetail complete(ExecutionDetail detail, WorkflowSource workflows) {
        List<NodeDefinition> nodes;
        try {
            nodes = workflows
                    .version(
                            detail.execution().workflowId(),
                            OptionalInt.of(detail.execution().workflowVersion()))
                    .workflow()
                    .graph()
                    .nodes();
        } catch (FusciaException e) {
            // The workflow is gone: what was stored is all there is to show.
            return detail;
        }
        Map<NodePath, Task> outer = new LinkedHashMap<>();
        List<Task> inner = new ArrayList<>();
        for (Task task : detail.tasks()) {
            if (task.iteration().equals(Iteration.NONE)) {
                outer.put(task.node(), task);
            } else {
                inner.add(task);
            }
        }
        List<Task> ordered = new ArrayList<>();
        for (NodeDefinition node : nodes) {
            Task stored = outer.remove(NodePath.of(node.id()));
            ordered.add(stored == null ? pending(detail.execution().id(), node) : stored);
        }
        ordered.addAll(byIteration(inner));
        return new ExecutionDetail(detail.execution(), detail.payload(), ordered, detail.nextTasks());
    }

    /** Tasks inside loops, as a loop came to them. */
    static List<Task> byIteration(List<Task> inner) {
        Comparator<Task> order = Comparator.comparing(Task::iteration, TaskOrder::compare);
        return inner.stream()
                .sorted(order.thenComparing(task -> task.node().toString()))
                .toList();
    }

    private static int compare(Iteration one, Iteration other) {
        for (int at = 0; at < Math.min(one.indices().size(), other.indices().size()); at++) {
            int step = Integer.compare(one.indices().get(at), other.indices().get(at));
            if (step != 0) {
                return step;
            }
        }
        return Integer.compare(one.indices().size(), other.indices().size());
    }

    private static Task pending(ExecutionId id, NodeDefinition node) {
        return new Task(
                id,
                NodePath.of(node.id()),
                node.type(),
                Iteration.NONE,
                TaskStatus.PENDING,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
