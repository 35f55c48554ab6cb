package io.fuscia.batch.model;

import io.fuscia.failure.ErrorCode;
import java.util.Optional;

/** What guests do: a function of seed, task and attempt, so model and engine see the same ones. Immutable. */
record Script(long seed) {
    /**
     * One attempt.
     *
     * @param duration milliseconds
     * @param failure empty: it succeeds
     */
    record Plan(long duration, Optional<ErrorCode> failure, boolean retryable) {}

    Plan plan(String task, int attempt) {
        long chance = mixed(task + "#" + attempt);
        long duration = 1L + Math.floorMod(chance, 3_989);
        return switch (Math.floorMod(chance >>> 20, 10)) {
            case 0, 1 -> new Plan(duration, Optional.of(ErrorCode.COMPONENT_TRAPPED), true);
            case 2 -> new Plan(duration, Optional.of(ErrorCode.COMPONENT_RETURNED_ERROR), false);
            case 3 -> new Plan(duration, Optional.of(ErrorCode.NODE_TIMED_OUT), true);
            default -> new Plan(duration, Optional.empty(), false);
        };
    }

    /** The one member of the output, {@code n}. */
    int output(String task) {
        return Math.floorMod(mixed(task) >>> 8, 10);
    }

    private long mixed(String text) {
        long hash = seed;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
