package io.fuscia.execution;

import io.fuscia.failure.FusciaException;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
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
        ordered.addAll(inner);
        return new ExecutionDetail(detail.execution(), detail.payload(), ordered);
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
