package io.fuscia.wit.wasi.clocks;

import java.time.Instant;

/** The record {@code wasi:clocks/wall-clock.datetime} as the runtime maps it. */
public final class Datetime {
    private Datetime() {}

    /** Returns the record for a time; times before 1970 become 1970. */
    public static Object[] of(Instant time) {
        return time.getEpochSecond() < 0
                ? new Object[] {0L, 0L}
                : new Object[] {time.getEpochSecond(), (long) time.getNano()};
    }

    /**
     * Returns the time of a record.
     *
     * @throws java.time.DateTimeException if no {@link Instant} is that late
     */
    public static Instant toInstant(Object record) {
        Object[] fields = (Object[]) record;
        return Instant.ofEpochSecond((Long) fields[0], (Long) fields[1]);
    }
}
