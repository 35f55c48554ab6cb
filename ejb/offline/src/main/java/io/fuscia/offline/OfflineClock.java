package io.fuscia.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes, and can be put forward to when the next thing is due. Thread-safe. */
final class OfflineClock implements InstantSource {
    private final InstantSource source;
    private Duration ahead = Duration.ZERO;

    OfflineClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public synchronized Instant instant() {
        return source.instant().plus(ahead);
    }

    /** Makes it this time at least. */
    synchronized void forwardTo(Instant due) {
        Duration missing = Duration.between(instant(), due);
        if (!missing.isNegative()) {
            ahead = ahead.plus(missing);
        }
    }
}
