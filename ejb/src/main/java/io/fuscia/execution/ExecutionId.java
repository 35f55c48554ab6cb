package io.fuscia.execution;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The name of one execution: a version 7 UUID, so ids sort by the time they were made.
 *
 * @param value lower-case UUID text, 36 characters
 */
public record ExecutionId(String value) implements Comparable<ExecutionId> {
    private static final String FORM = "00000000-0000-0000-0000-000000000000";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds since the epoch, times 4096, plus a counter: strictly increasing in this process. */
    private static final AtomicLong LAST = new AtomicLong();

    /** @throws IllegalArgumentException if the value is not of the form above */
    public ExecutionId {
        Objects.requireNonNull(value, "value");
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an execution id: " + value);
        }
    }

    /** Whether the text can be an execution id. */
    public static boolean isWellFormed(String text) {
        // By hand: it is asked at every step of every execution.
        if (text == null || text.length() != FORM.length()) {
            return false;
        }
        for (int at = 0; at < FORM.length(); at++) {
            char is = text.charAt(at);
            boolean digit = (is >= '0' && is <= '9') || (is >= 'a' && is <= 'f');
            if (FORM.charAt(at) == '-' ? is != '-' : !digit) {
                return false;
            }
        }
        return true;
    }

    /** A new id, greater than every id made before in this process. */
    public static ExecutionId create() {
        long now = System.currentTimeMillis() << 12;
        long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = ((stamp >>> 12) << 16) | 0x7000L | (stamp & 0xfffL);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new ExecutionId(new UUID(high, low).toString());
    }

    /** When it was made, in milliseconds since the epoch. */
    long createdAt() {
        return Long.parseLong(value.substring(0, 8) + value.substring(9, 13), 16);
    }

    @Override
    public int compareTo(ExecutionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
