package io.fuscia.batch.jsl;

import io.fuscia.batch.jsl.Shape.Branches;
import io.fuscia.batch.jsl.Shape.Series;
import io.fuscia.batch.jsl.Shape.Single;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One run of the series-parallel decomposition of an order. Nodes that no path connects become branches; nodes that all
 * others lie before or after divide a series; a knot, where neither is to be found, is divided by a {@link Cut}.
 *
 * <p>Every node knows how many nodes of its current set come before and after it, and these numbers are all that is
 * needed to find series (see {@link Cut} for the sum). They stay right without looking at the order again: branches
 * change nothing, a series takes off what lies in earlier and later parts, and only across a cut single pairs are
 * looked at, each pair once in the whole run.
 */
final class Decomposition {
    /** Larger orders are decomposed with the first weighing only. */
    private static final int COMPARED = 2_000;

    private final PartialOrder order;
    private final Cut.Weighing weighing;
    private final int maxNesting;
    private final int[] before;
    private final int[] after;
    private final int[] set;
    private final int[] depth;
    private final int[] height;
    private int sets;
    private long extraOrderings;

    private Decomposition(PartialOrder order, Cut.Weighing weighing, int maxNesting) {
        this.order = order;
        this.weighing = weighing;
        this.maxNesting = maxNesting;
        this.before = new int[order.size()];
        this.after = new int[order.size()];
        this.set = new int[order.size()];
        this.depth = new int[order.size()];
        this.height = new int[order.size()];
        for (int node = 0; node < order.size(); node++) {
            long[] row = order.after(node);
            for (int word = node >>> 6; word < row.length; word++) {
                after[node] += Long.bitCount(row[word]);
                for (long bits = row[word]; bits != 0; bits &= bits - 1) {
                    before[(word << 6) + Long.numberOfTrailingZeros(bits)]++;
                }
            }
        }
    }

    /**
     * The shape with the fewest extra orderings that the known weighings find.
     *
     * @param maxNesting how deep branches may lie in branches; what would lie deeper is run level by level
     */
    static Shape of(PartialOrder order, int maxNesting) {
        Shape best = null;
        long fewest = Long.MAX_VALUE;
        for (Cut.Weighing weighing : Cut.Weighing.values()) {
            Decomposition run = new Decomposition(order, weighing, maxNesting);
            int[] all = new int[order.size()];
            Arrays.setAll(all, node -> node);
            Shape shape = run.decompose(all, 0);
            if (run.extraOrderings < fewest) {
                fewest = run.extraOrderings;
                best = shape;
            }
            if (fewest == 0 || order.size() > COMPARED) {
                break;
            }
        }
        return best;
    }

    /** Recursive only where branches nest: along a series it is a loop, however long. */
    private Shape decompose(int[] nodes, int nesting) {
        List<Shape> parts = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>();
        open.push(nodes);
        while (!open.isEmpty()) {
            int[] next = open.pop();
            if (next.length == 1) {
                parts.add(new Single(next[0]));
                continue;
            }
            List<int[]> branches = branches(next);
            if (branches.size() > 1) {
                if (nesting == maxNesting - 1 && !branches.stream().allMatch(this::isChain)) {
                    pushAll(open, levels(next));
                } else {
                    parts.add(new Branches(branches.stream()
                            .map(b -> decompose(b, nesting + 1))
                            .toList()));
                }
                continue;
            }
            List<int[]> series = series(next);
            pushAll(open, series.size() > 1 ? series : divide(next));
        }
        return parts.size() == 1 ? parts.get(0) : new Series(parts);
    }

    private static void pushAll(Deque<int[]> open, List<int[]> parts) {
        for (int at = parts.size() - 1; at >= 0; at--) {
            open.push(parts.get(at));
        }
    }

    /** The parts that no path connects, each sorted, in the order of their first nodes. */
    private List<int[]> branches(int[] nodes) {
        mark(nodes);
        int[] leader = new int[nodes.length];
        Arrays.setAll(leader, at -> at);
        for (int at = 0; at < nodes.length; at++) {
            for (int next : order.successors(nodes[at])) {
                if (set[next] == sets) {
                    int one = find(leader, at);
                    int other = find(leader, Arrays.binarySearch(nodes, next));
                    leader[Math.max(one, other)] = Math.min(one, other);
                }
            }
        }
        int[] size = new int[nodes.length];
        int count = 0;
        for (int at = 0; at < nodes.length; at++) {
            if (size[find(leader, at)]++ == 0) {
                count++;
            }
        }
        if (count == 1) {
            return List.of(nodes);
        }
        List<int[]> parts = new ArrayList<>(count);
        int[][] byLeader = new int[nodes.length][];
        int[] filled = new int[nodes.length];
        for (int at = 0; at < nodes.length; at++) {
            int first = find(leader, at);
            if (byLeader[first] == null) {
                byLeader[first] = new int[size[first]];
                parts.add(byLeader[first]);
            }
            byLeader[first][filled[first]++] = nodes[at];
        }
        return parts;
    }

    private static int find(int[] leader, int at) {
        int root = at;
        while (leader[root] != root) {
            leader[root] = leader[leader[root]];
            root = leader[root];
        }
        return root;
    }

    private boolean isChain(int[] branch) {
        measure(branch);
        return Arrays.stream(branch).map(node -> depth[node]).max().orElse(0) == branch.length;
    }

    /** Nodes by their depth: what is left to do where branches may not nest any deeper; no path becomes longer. */
    private List<int[]> levels(int[] nodes) {
        measure(nodes);
        int deepest = Arrays.stream(nodes).map(node -> depth[node]).max().orElse(0);
        List<int[]> levels = new ArrayList<>(deepest);
        for (int level = 1; level <= deepest; level++) {
            int here = level;
            levels.add(Arrays.stream(nodes).filter(node -> depth[node] == here).toArray());
        }
        return levels;
    }

    private void mark(int[] nodes) {
        sets++;
        for (int node : nodes) {
            set[node] = sets;
        }
    }

    /** The parts between the points that everything passes, each sorted, in order. */
    private List<int[]> series(int[] nodes) {
        long[] keys = new long[nodes.length];
        for (int at = 0; at < nodes.length; at++) {
            keys[at] = ((long) before[nodes[at]] << 32) | nodes[at];
        }
        Arrays.sort(keys);
        List<int[]> parts = new ArrayList<>();
        int start = 0;
        long ordered = 0;
        for (int end = 1; end <= nodes.length; end++) {
            int node = (int) keys[end - 1];
            ordered += after[node] - before[node];
            if (ordered == (long) end * (nodes.length - end)) {
                int[] part = new int[end - start];
                for (int at = start; at < end; at++) {
                    part[at - start] = (int) keys[at];
                }
                Arrays.sort(part);
                parts.add(part);
                start = end;
            }
        }
        if (parts.size() > 1) {
            int earlier = 0;
            for (int[] part : parts) {
                for (int node : part) {
                    before[node] -= earlier;
                    after[node] -= nodes.length - earlier - part.length;
                }
                earlier += part.length;
            }
        }
        return parts;
    }

    /** Puts one part of a knot before the other. Both come back sorted, their numbers right for the part alone. */
    private List<int[]> divide(int[] nodes) {
        measure(nodes);
        int[] surplus = new int[nodes.length];
        int[] depths = new int[nodes.length];
        int[] heights = new int[nodes.length];
        for (int at = 0; at < nodes.length; at++) {
            surplus[at] = after[nodes[at]] - before[nodes[at]];
            depths[at] = depth[nodes[at]];
            heights[at] = height[nodes[at]];
        }
        int[] first = new Cut(nodes, surplus, depths, heights).first(weighing);
        Arrays.sort(first);
        mark(first);
        int inFirst = sets;
        int[] second = Arrays.stream(nodes).filter(node -> set[node] != inFirst).toArray();
        extraOrderings += (long) first.length * second.length - separate(first, second);
        return List.of(first, second);
    }

    /** Takes the ordered pairs between the two parts off the numbers. @return how many there are */
    private long separate(int[] first, int[] second) {
        long[] across = new long[(order.size() + 63) >>> 6];
        for (int node : second) {
            across[node >>> 6] |= 1L << node;
        }
        long pairs = 0;
        for (int node : first) {
            long[] row = order.after(node);
            for (int word = node >>> 6; word < row.length; word++) {
                for (long bits = row[word] & across[word]; bits != 0; bits &= bits - 1) {
                    before[(word << 6) + Long.numberOfTrailingZeros(bits)]--;
                    after[node]--;
                    pairs++;
                }
            }
        }
        return pairs;
    }

    /** Longest paths inside the set, in nodes. */
    private void measure(int[] nodes) {
        mark(nodes);
        for (int node : nodes) {
            depth[node] = 1;
        }
        for (int node : nodes) {
            for (int next : order.successors(node)) {
                if (set[next] == sets) {
                    depth[next] = Math.max(depth[next], depth[node] + 1);
                }
            }
        }
        for (int at = nodes.length - 1; at >= 0; at--) {
            int tallest = 0;
            for (int next : order.successors(nodes[at])) {
                if (set[next] == sets) {
                    tallest = Math.max(tallest, height[next]);
                }
            }
            height[nodes[at]] = tallest + 1;
        }
    }
}
