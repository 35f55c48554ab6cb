package io.fuscia.execution;

import io.fuscia.workflow.NodeDefinition;
import java.util.List;

/** Decides from the edges into a node whether it is its turn: a pure function, the heart of the control flow. */
final class NodeReadiness {
    /** What to do with a node now. */
    enum Decision {
        /** Its turn. */
        RUN,
        /** Not yet known. */
        WAIT,
        /** Skip it: nothing leads to it. */
        SKIP,
        /** Skip it: what it needs failed. */
        SKIP_AFTER_FAILURE,
        /** It is a join whose condition cannot be met any more because branches failed. */
        FAIL_JOIN
    }

    private NodeReadiness() {}

    /**
     * The decision for a node that has not started.
     *
     * @param incoming the state of each of its incoming edges
     */
    static Decision decide(NodeDefinition node, List<EdgeState> incoming) {
        Count count = Count.of(incoming);
        if (node instanceof NodeDefinition.Join join) {
            return switch (join.strategy()) {
                case ALL -> all(count);
                case ANY -> any(count);
                case FIRST -> atLeast(1, count);
                case N_OF_M -> atLeast(join.count().orElse(1), count);
            };
        }
        if (incoming.isEmpty()) {
            // Where a loop's body starts; triggers, which start everything else, are decided before.
            return Decision.RUN;
        }
        if (count.failed > 0) {
            return Decision.SKIP_AFTER_FAILURE;
        }
        if (count.undecided > 0) {
            return Decision.WAIT;
        }
        return count.taken > 0 ? Decision.RUN : Decision.SKIP;
    }

    private static Decision all(Count count) {
        if (count.undecided > 0) {
            return Decision.WAIT;
        }
        if (count.failed > 0) {
            return Decision.FAIL_JOIN;
        }
        return count.notTaken > 0 || count.taken == 0 ? Decision.SKIP : Decision.RUN;
    }

    private static Decision any(Count count) {
        if (count.undecided > 0) {
            return Decision.WAIT;
        }
        return count.taken > 0 ? Decision.RUN : unmet(count);
    }

    private static Decision atLeast(int needed, Count count) {
        if (count.taken >= needed) {
            return Decision.RUN;
        }
        if (count.failed > 0 && count.taken + count.undecided < needed) {
            return Decision.FAIL_JOIN;
        }
        return count.undecided > 0 ? Decision.WAIT : unmet(count);
    }

    private static Decision unmet(Count count) {
        return count.failed > 0 ? Decision.FAIL_JOIN : Decision.SKIP;
    }

    private record Count(int taken, int notTaken, int failed, int undecided) {
        static Count of(List<EdgeState> edges) {
            int taken = 0;
            int notTaken = 0;
            int failed = 0;
            int undecided = 0;
            for (EdgeState edge : edges) {
                switch (edge) {
                    case TAKEN -> taken++;
                    case NOT_TAKEN -> notTaken++;
                    case FAILED -> failed++;
                    case UNDECIDED -> undecided++;
                }
            }
            return new Count(taken, notTaken, failed, undecided);
        }
    }
}
