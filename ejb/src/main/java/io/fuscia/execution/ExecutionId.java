package io.fuscia.execution;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The name of one execution: a version 7 UUID, so ids sort by the time they were made.
 *
 * @param value lower-case UUID text, 36 characters
 */
public record ExecutionId(String value) implements Comparable<ExecutionId> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds since the epoch, times 4096, plus a counter: strictly increasing in this process. */
    private static final AtomicLong LAST = new AtomicLong();

    /** @throws IllegalArgumentException if the value is not of the form above */
    public ExecutionId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an execution id: " + value);
        }
    }

    /** Whether the text can be an execution id. */
    public static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
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
