package io.fuscia.batch.jsl;

import java.util.Arrays;

/**
 * Chooses where to divide nodes that form one knot: connected, but with no point that everything passes.
 *
 * <p>Whatever series-parallel order a knot is given, the outermost step of that order is a division into a first and a
 * second part, all of the first before all of the second: so a division is not one way among several, it is the only
 * one, and the question is which. It costs as many extra orderings as there are pairs across it that were free. For a
 * first part closed under predecessors, every pair inside it is counted once as "after" and once as "before", so the
 * pairs across that were ordered anyway are the sum of {@code after - before} over the part, and
 * {@code cost = |first| * |second| - sum}. That sum is largest for the nodes with the largest {@code after - before};
 * and as this number falls along every path, those nodes are closed under predecessors by themselves. So for each size
 * the cheapest division is a prefix of one sorted list: no search is needed.
 *
 * <p>The longest path must not grow: for some level {@code k}, nothing in the first part may be deeper than {@code k},
 * and nothing in the second may have more than {@code longest - k} levels below and including itself. That fixes the
 * nodes without slack at that level and leaves the others free, and among the free ones the same prefix argument
 * holds. All levels and all sizes are looked at.
 */
final class Cut {
    /** How the cheapest division is weighed against an even one: a small first part is cheap but must be paid again. */
    enum Weighing {
        /** Extra orderings per pair across. */
        PER_PAIR,
        /** Extra orderings per side length: between the two others. */
        PER_SIDE,
        /** Extra orderings, whatever the sizes. */
        PLAIN;

        double weigh(long cost, long pairs) {
            if (this == PLAIN) {
                return cost;
            }
            return this == PER_PAIR ? (double) cost / pairs : cost / Math.sqrt((double) pairs);
        }
    }

    /** Beyond this much work (levels times nodes) only some levels are looked at, evenly spread. */
    private static final long WORK = 100_000;

    private final int[] nodes;
    private final int[] surplus;
    private final int[] depth;
    private final int[] height;
    private final int longest;

    private double best;
    private int bestLevel;
    private int bestFree;

    /**
     * @param nodes the knot
     * @param surplus nodes of the knot after, less nodes of it before, by position in {@code nodes}
     * @param depth nodes on the longest path from a first node of the knot to this one, by position
     * @param height nodes on the longest path from this one to a last node of the knot, by position
     */
    Cut(int[] nodes, int[] surplus, int[] depth, int[] height) {
        long[] keys = new long[nodes.length];
        for (int at = 0; at < keys.length; at++) {
            keys[at] = ((long) -surplus[at] << 32) | at;
        }
        Arrays.sort(keys);
        this.nodes = new int[nodes.length];
        this.surplus = new int[nodes.length];
        this.depth = new int[nodes.length];
        this.height = new int[nodes.length];
        int deepest = 0;
        for (int to = 0; to < keys.length; to++) {
            int at = (int) keys[to];
            this.nodes[to] = nodes[at];
            this.depth[to] = depth[at];
            this.height[to] = height[at];
            this.surplus[to] = surplus[at];
            deepest = Math.max(deepest, depth[at]);
        }
        this.longest = deepest;
    }

    /** The nodes of the first part. */
    int[] first(Weighing weighing) {
        best = Double.POSITIVE_INFINITY;
        int step = (int) Math.max(1, (long) longest * nodes.length / WORK);
        for (int level = 1; level < longest; level += step) {
            tryLevel(level, weighing);
        }
        int[] first = new int[nodes.length];
        int count = 0;
        int free = bestFree;
        for (int at = 0; at < nodes.length; at++) {
            if (isFixed(at, bestLevel) || (isFree(at, bestLevel) && free-- > 0)) {
                first[count++] = nodes[at];
            }
        }
        return Arrays.copyOf(first, count);
    }

    private void tryLevel(int level, Weighing weighing) {
        long size = 0;
        long sum = 0;
        for (int at = 0; at < nodes.length; at++) {
            if (isFixed(at, level)) {
                size++;
                sum += surplus[at];
            }
        }
        consider(level, 0, size, sum, weighing);
        int free = 0;
        for (int at = 0; at < nodes.length; at++) {
            if (isFree(at, level)) {
                size++;
                sum += surplus[at];
                consider(level, ++free, size, sum, weighing);
            }
        }
    }

    private void consider(int level, int free, long size, long sum, Weighing weighing) {
        long pairs = size * (nodes.length - size);
        double weight = weighing.weigh(pairs - sum, pairs);
        if (weight < best) {
            best = weight;
            bestLevel = level;
            bestFree = free;
        }
    }

    private boolean isFixed(int at, int level) {
        return height[at] > longest - level;
    }

    private boolean isFree(int at, int level) {
        return depth[at] <= level && height[at] <= longest - level;
    }
}
