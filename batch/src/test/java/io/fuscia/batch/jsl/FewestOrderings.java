package io.fuscia.batch.jsl;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The fewest extra orderings that make an order series-parallel without a longer longest path, by trying all. */
final class FewestOrderings {
    private final int[] before;
    private final Map<Integer, Integer> known = new HashMap<>();

    FewestOrderings(BitSet[] before) {
        this.before = new int[before.length];
        for (int at = 0; at < before.length; at++) {
            this.before[at] = before[at].isEmpty() ? 0 : (int) before[at].toLongArray()[0];
        }
    }

    int count() {
        return count((1 << before.length) - 1);
    }

    /** A set is either divided into two without any order between them, or into an earlier and a later part. */
    private int count(int set) {
        if (Integer.bitCount(set) <= 1) {
            return 0;
        }
        Integer found = known.get(set);
        if (found != null) {
            return found;
        }
        int best = Integer.MAX_VALUE;
        int longest = longest(set);
        for (int first = (set - 1) & set; first != 0; first = (first - 1) & set) {
            int second = set & ~first;
            int across = 0;
            boolean closed = true;
            for (int node = 0; node < before.length; node++) {
                if ((first >>> node & 1) != 0 && (before[node] & second) != 0) {
                    closed = false;
                } else if ((second >>> node & 1) != 0) {
                    across += Integer.bitCount(before[node] & first);
                }
            }
            if (closed && across == 0) {
                best = Math.min(best, count(first) + count(second));
            }
            if (closed && longest(first) + longest(second) == longest) {
                int cost = Integer.bitCount(first) * Integer.bitCount(second) - across;
                best = Math.min(best, cost + count(first) + count(second));
            }
        }
        known.put(set, best);
        return best;
    }

    private int longest(int set) {
        int[] depth = new int[before.length];
        int longest = 0;
        for (int node = 0; node < before.length; node++) {
            if ((set >>> node & 1) != 0) {
                for (int earlier = 0; earlier < node; earlier++) {
                    if (((before[node] & set) >>> earlier & 1) != 0) {
                        depth[node] = Math.max(depth[node], depth[earlier]);
                    }
                }
                longest = Math.max(longest, ++depth[node]);
            }
        }
        return longest;
    }
}
