package io.fuscia.task;

import io.fuscia.failure.ErrorCode;
import io.fuscia.host.LogLine;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The outcome of an attempt that was stopped. */
final class Cancelled {
    private Cancelled() {}

    /** @param reason empty if only the thread was interrupted */
    static TaskOutcome.Failed outcome(Optional<Cancellation.Reason> reason, String message, List<LogLine> log) {
        ErrorCode code = reason.filter(why -> why == Cancellation.Reason.EXECUTION_TIMED_OUT)
                .map(why -> ErrorCode.EXECUTION_TIMED_OUT)
                .orElse(ErrorCode.CANCELLED);
        return new TaskOutcome.Failed(code, message, false, JsonValue.EMPTY_JSON_OBJECT, log);
    }
}
