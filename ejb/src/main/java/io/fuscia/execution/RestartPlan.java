package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.JoinStrategy;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.LoopFailureMode;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a restarted execution takes over from the one before. A pure function of the workflow, the stored statuses and
 * the request.
 *
 * <p>A node is taken over if it is done, all before it are taken over, and the restart is not from it. A loop that is to
 * run again because of some of its iterations goes on with the others, unless its items may be different now.
 */
final class RestartPlan {
    /**
     * A stored task, without its values.
     *
     * @param status as stored
     */
    record Done(NodePath node, Iteration iteration, TaskStatus status) {}

    /** Rows that are copied. */
    sealed interface Copy {}

    /** One task, as it is. */
    record One(NodePath node, Iteration iteration) implements Copy {}

    /** A loop, or one iteration of it, with all tasks inside. */
    record Whole(NodePath loop, Iteration iteration) implements Copy {}

    /** A loop that goes on: its row as one that has not ended. */
    record Reopened(NodePath loop, Iteration iteration) implements Copy {}

    private final LockedWorkflow before;
    private final LockedWorkflow after;
    private final boolean sameInput;
    private final Map<NodePath, Map<Iteration, TaskStatus>> rows = new HashMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private final RestartCompatibility compatibility;

    private RestartPlan(LockedWorkflow before, LockedWorkflow after, boolean sameInput, List<Done> tasks) {
        this.before = before;
        this.after = after;
        this.sameInput = sameInput;
        this.compatibility = new RestartCompatibility(before, after);
        tasks.forEach(task ->
                rows.computeIfAbsent(task.node(), first -> new HashMap<>()).put(task.iteration(), task.status()));
    }

    /**
     * Decides what is copied.
     *
     * @param after the workflow that runs now; may be the same
     * @throws FusciaException {@code NODE_NOT_FOUND}, {@code TASK_NOT_FOUND} if the restart is from something that there
     *     is not; {@code RESTART_NOT_COMPATIBLE}, with all reasons, if what was done does not fit
     */
    static List<Copy> of(
            LockedWorkflow before,
            LockedWorkflow after,
            List<Done> tasks,
            RestartRequest.From from,
            boolean sameInput) {
        if (from instanceof RestartRequest.Start) {
            return List.of();
        }
        RestartPlan plan = new RestartPlan(before, after, sameInput, tasks);
        Optional<RestartRequest.Node> point =
                from instanceof RestartRequest.Node node ? Optional.of(node) : Optional.empty();
        point.ifPresent(plan::check);
        plan.graph(after.graph(), before.graph(), List.of(), Iteration.NONE, point);
        plan.compatibility.requireNone();
        return plan.copies;
    }

    private void check(RestartRequest.Node point) {
        Graph graph = after.graph();
        List<NodeId> ids = point.node().ids();
        for (int depth = 0; depth < ids.size(); depth++) {
            if (!graph.contains(ids.get(depth))) {
                throw new FusciaException(
                        ErrorCode.NODE_NOT_FOUND, "the workflow has no node '" + point.node() + "' to restart from");
            }
            boolean inside = depth < point.iteration().indices().size();
            if (graph.node(ids.get(depth)) instanceof NodeDefinition.Loop loop) {
                graph = loop.body();
                if (inside) {
                    checkIteration(point, depth);
                }
            } else if (inside) {
                throw new FusciaException(
                        ErrorCode.NODE_NOT_FOUND, "node '" + point.node() + "' is no loop, it has no iterations");
            } else if (graph.node(ids.get(depth)) instanceof NodeDefinition.Trigger) {
                throw new FusciaException(
                        ErrorCode.NODE_NOT_FOUND, "'" + point.node() + "' is a trigger: restart from the start");
            }
        }
    }

    private void checkIteration(RestartRequest.Node point, int depth) {
        NodePath loop = new NodePath(point.node().ids().subList(0, depth + 1));
        Iteration iteration = new Iteration(point.iteration().indices().subList(0, depth + 1));
        if (!hasRows(loop, iteration)) {
            throw new FusciaException(
                    ErrorCode.TASK_NOT_FOUND, "loop '" + loop + "' had no iteration " + iteration + " to restart from");
        }
        if (!sameInput) {
            throw new FusciaException(
                    ErrorCode.RESTART_NOT_COMPATIBLE,
                    "iterations of loop '" + loop + "' cannot be taken over with another input: its items may differ");
        }
    }

    private boolean hasRows(NodePath loop, Iteration iteration) {
        return rows.entrySet().stream()
                .anyMatch(entry -> isIn(entry.getKey(), loop)
                        && entry.getValue().keySet().stream().anyMatch(other -> isIn(other, iteration)));
    }

    private void graph(
            Graph graph, Graph old, List<NodeId> loops, Iteration iteration, Optional<RestartRequest.Node> point) {
        Set<NodeId> again = new HashSet<>();
        Set<NodeId> notNeeded = notNeeded(graph, loops, iteration);
        for (NodeId id : graph.topologicalOrder()) {
            NodeDefinition node = graph.node(id);
            if (node instanceof NodeDefinition.Trigger) {
                continue;
            }
            NodePath path = path(loops, id);
            boolean follows = graph.upstream(id).stream().anyMatch(again::contains);
            boolean here = point.filter(
                            given -> given.node().ids().get(loops.size()).equals(id))
                    .isPresent();
            if (follows || here || !isDone(node, path, iteration, notNeeded, point.isPresent())) {
                again.add(id);
                if (!follows && node instanceof NodeDefinition.Loop loop) {
                    goOn(loop, path, iteration, point.filter(given -> here));
                }
            } else {
                compatibility.check(graph, old, path);
                copies.add(node instanceof NodeDefinition.Loop ? new Whole(path, iteration) : new One(path, iteration));
            }
        }
    }

    private boolean isDone(
            NodeDefinition node, NodePath path, Iteration iteration, Set<NodeId> notNeeded, boolean fromNode) {
        Optional<TaskStatus> status = status(path, iteration);
        if (status.isEmpty()) {
            return false;
        }
        return switch (status.get()) {
            case SUCCEEDED -> fromNode || !(node instanceof NodeDefinition.Loop) || !hasFailures(path, iteration);
            case SKIPPED -> true;
            case CANCELLED -> notNeeded.contains(node.id());
            // Allowed to fail, and the restart is from elsewhere: that is how it ended.
            case FAILED, TIMED_OUT -> fromNode && !node.settings().failWorkflow();
            case PENDING, RUNNING -> false;
        };
    }

    /** Nodes that were stopped because a join had enough branches. */
    private Set<NodeId> notNeeded(Graph graph, List<NodeId> loops, Iteration iteration) {
        Set<NodeId> found = new HashSet<>();
        List<NodeId> backwards = new ArrayList<>(graph.topologicalOrder());
        java.util.Collections.reverse(backwards);
        for (NodeId id : backwards) {
            List<NodeId> next = graph.downstream(id);
            if (!next.isEmpty()
                    && next.stream().allMatch(to -> found.contains(to) || isSettled(graph, loops, iteration, to))) {
                found.add(id);
            }
        }
        return found;
    }

    private boolean isSettled(Graph graph, List<NodeId> loops, Iteration iteration, NodeId id) {
        return graph.node(id) instanceof NodeDefinition.Join join
                && (join.strategy() == JoinStrategy.FIRST || join.strategy() == JoinStrategy.N_OF_M)
                && status(path(loops, id), iteration).equals(Optional.of(TaskStatus.SUCCEEDED));
    }

    private boolean hasFailures(NodePath loop, Iteration iteration) {
        return rows.entrySet().stream()
                .filter(entry -> isIn(entry.getKey(), loop))
                .flatMap(entry -> entry.getValue().entrySet().stream())
                .anyMatch(row -> isIn(row.getKey(), iteration)
                        && (row.getValue().isFailure() || row.getValue() == TaskStatus.CANCELLED));
    }

    /** A loop runs again: takes over its iterations that are done. */
    private void goOn(NodeDefinition.Loop loop, NodePath path, Iteration around, Optional<RestartRequest.Node> point) {
        int depth = path.ids().size() - 1;
        boolean whole = point.filter(given -> given.iteration().indices().size() <= depth)
                .isPresent();
        if (whole || !sameInput || status(path, around).isEmpty() || !compatibility.sameLoop(path)) {
            return;
        }
        copies.add(new Reopened(path, around));
        for (int index : indices(path, around)) {
            Iteration iteration = around.child(index);
            int from =
                    point.map(given -> given.iteration().indices().get(depth)).orElse(Integer.MAX_VALUE);
            if (index < from) {
                iteration(loop, path, iteration, point.isPresent());
            } else if (index == from && point.get().node().ids().size() > depth + 1) {
                graph(loop.body(), body(path), path.ids(), iteration, point);
            }
        }
    }

    private void iteration(NodeDefinition.Loop loop, NodePath path, Iteration iteration, boolean fromNode) {
        Optional<TaskStatus> status = status(path, iteration);
        boolean succeeded = status.equals(Optional.of(TaskStatus.SUCCEEDED));
        boolean stays = succeeded
                ? fromNode || !hasFailures(path, iteration)
                : fromNode
                        && loop.failureMode() == LoopFailureMode.CONTINUE
                        && status.filter(TaskStatus::isFailure).isPresent();
        if (stays) {
            compatibility.checkBody(loop.body(), body(path), path);
            copies.add(new Whole(path, iteration));
        } else {
            graph(loop.body(), body(path), path.ids(), iteration, Optional.empty());
        }
    }

    private Graph body(NodePath loop) {
        Graph graph = before.graph();
        for (NodeId id : loop.ids()) {
            graph = ((NodeDefinition.Loop) graph.node(id)).body();
        }
        return graph;
    }

    private Set<Integer> indices(NodePath loop, Iteration around) {
        int depth = around.indices().size();
        Set<Integer> indices = new TreeSet<>();
        rows.forEach((path, statuses) -> {
            if (isIn(path, loop)) {
                statuses.keySet().stream()
                        .filter(iteration -> iteration.indices().size() > depth && isIn(iteration, around))
                        .forEach(iteration -> indices.add(iteration.indices().get(depth)));
            }
        });
        return indices;
    }

    private Optional<TaskStatus> status(NodePath path, Iteration iteration) {
        return Optional.ofNullable(rows.getOrDefault(path, Map.of()).get(iteration));
    }

    private static NodePath path(List<NodeId> loops, NodeId id) {
        List<NodeId> ids = new ArrayList<>(loops);
        ids.add(id);
        return new NodePath(ids);
    }

    private static boolean isIn(NodePath path, NodePath loop) {
        int size = loop.ids().size();
        return path.ids().size() >= size && path.ids().subList(0, size).equals(loop.ids());
    }

    private static boolean isIn(Iteration inner, Iteration outer) {
        int size = outer.indices().size();
        return inner.indices().size() >= size
                && inner.indices().subList(0, size).equals(outer.indices());
    }
}
