package io.fuscia.wit.wasi.clocks;

import io.fuscia.wit.bindings.wasi.clocks.WallClock.Datetime;
import java.time.Instant;

/** Times of {@code wasi:clocks/wall-clock} and of Java. */
public final class Datetimes {
    private Datetimes() {}

    /** Returns the record for a time; times before 1970 become 1970. */
    public static Datetime of(Instant time) {
        return time.getEpochSecond() < 0 ? new Datetime(0, 0) : new Datetime(time.getEpochSecond(), time.getNano());
    }

    /**
     * Returns the time of a record.
     *
     * @throws java.time.DateTimeException if no {@link Instant} is that late
     */
    public static Instant toInstant(Datetime time) {
        return Instant.ofEpochSecond(time.seconds(), time.nanoseconds());
    }
}
