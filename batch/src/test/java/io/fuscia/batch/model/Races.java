package io.fuscia.batch.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Says of a graph whether, in one step, a join was settled and a branch that it needs no more ended, began or was dropped
 * so that the other order would have been right too: a thread that came to the branch first lets it begin or end, one
 * that settled the join first drops it.
 */
final class Races {
    private final int step;

    Races(int step) {
        this.step = step;
    }

    boolean lost(ModelGraph graph) {
        return graph.tasks.values().stream()
                .filter(join -> join.settledIn == step)
                .anyMatch(join -> graph.servingOnly(join.node.id()).stream()
                        .anyMatch(branch -> mayHaveBeenDropped(graph, join, branch) || mayHaveGoneOn(graph, branch)));
    }

    /** It moved by itself, in no time, and without it and what it led to the join was settled all the same. */
    private boolean mayHaveBeenDropped(ModelGraph graph, ModelTask join, ModelTask branch) {
        boolean began = branch.beganIn == step;
        boolean endedByItself = branch.endedIn == step && !branch.dropped && (branch.beganIn == 0 || began);
        if (!began && !endedByItself) {
            return false;
        }
        Set<ModelTask> following = new HashSet<>(Set.of(branch));
        for (ModelTask task : graph.tasks.values()) {
            if (task.endedIn == step && graph.graph.ancestors(task.node.id()).contains(branch.node.id())) {
                following.add(task);
            }
        }
        return Set.of(ModelGraph.Decision.RUN, ModelGraph.Decision.FAIL).contains(graph.decide(join, following));
    }

    /** It was dropped before it began, and what it depends on is there now. */
    private boolean mayHaveGoneOn(ModelGraph graph, ModelTask branch) {
        return branch.droppedIn == step && branch.beganIn == 0 && graph.decide(branch) != ModelGraph.Decision.WAIT;
    }
}
