package io.fuscia.input;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant: the known name that is the fewest edits away from an unknown one. */
public final class Suggestion {
    private static final int MAX_LENGTH = 100;

    private Suggestion() {}

    /**
     * {@code "; did you mean 'x'?"} if one of the known names is near enough, else nothing.
     *
     * @param unknown what was written
     * @param known what would have been right
     */
    public static String forName(String unknown, Collection<String> known) {
        return nearest(unknown, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** The nearest known name, if it is at most a third of its length away. */
    public static Optional<String> nearest(String unknown, Collection<String> known) {
        if (unknown.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String written = simplified(unknown);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : known) {
            if (name.length() > MAX_LENGTH) {
                continue;
            }
            String candidate = simplified(name);
            int distance = distance(written, candidate);
            int allowed = Math.max(1, Math.max(written.length(), candidate.length()) / 3);
            if (distance <= allowed && distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Case, hyphens and underscores are the commonest slips and cost nothing. */
    private static String simplified(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edits (insert, delete, replace, swap neighbours) between the two. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
