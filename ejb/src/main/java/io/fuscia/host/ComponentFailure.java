package io.fuscia.host;

import io.fuscia.failure.ErrorCode;
import io.fuscia.wit.TrapCode;
import java.util.Objects;

/** How a call failed. Every message names component@version, export and node. */
public sealed interface ComponentFailure {
    /** For people. */
    String message();

    /** The stable code of the failure. */
    ErrorCode code();

    /** Whether another attempt might succeed. */
    boolean retryable();

    /**
     * There is no instance: the component cannot be loaded or linked, or does not have the export.
     *
     * @param code {@code COMPONENT_INSTANTIATION_FAILED}, or why its bytes could not be loaded
     */
    record Instantiation(ErrorCode code, String message, boolean retryable) implements ComponentFailure {
        public Instantiation {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }

    /** The guest trapped, or broke the canonical ABI. */
    record Trapped(TrapCode trap, String message) implements ComponentFailure {
        public Trapped {
            Objects.requireNonNull(trap, "trap");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public ErrorCode code() {
            return switch (trap) {
                case INVALID_STRING,
                        INVALID_CHAR,
                        INVALID_DISCRIMINANT,
                        UNALIGNED_POINTER,
                        POINTER_OUT_OF_BOUNDS,
                        LENGTH_OUT_OF_RANGE -> ErrorCode.COMPONENT_INVALID_OUTPUT;
                default -> ErrorCode.COMPONENT_TRAPPED;
            };
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /**
     * The export returned an error.
     *
     * @param error its text as returned
     */
    record Returned(String error, String message) implements ComponentFailure {
        private static final String PERMANENT = "permanent:";

        public Returned {
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.COMPONENT_RETURNED_ERROR;
        }

        @Override
        public boolean retryable() {
            return !error.startsWith(PERMANENT);
        }
    }

    /**
     * A limit was reached.
     *
     * @param which {@code wall_time, memory, table, stack, handles, output, kv_bytes, log_lines, http_bytes} or
     *     {@code artifacts}
     * @param ownTimeout whether it was the wall time that the node itself asked for
     */
    record Limit(String which, boolean ownTimeout, String message) implements ComponentFailure {
        public Limit {
            Objects.requireNonNull(which, "which");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public ErrorCode code() {
            return ownTimeout ? ErrorCode.NODE_TIMED_OUT : ErrorCode.LIMIT_EXCEEDED;
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** The call was cancelled, or its thread interrupted. */
    record Cancelled(String message) implements ComponentFailure {
        public Cancelled {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.CANCELLED;
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /**
     * A host function failed through no fault of the guest.
     *
     * @param code why, such as {@code STORAGE_UNAVAILABLE}
     */
    record Host(ErrorCode code, String message) implements ComponentFailure {
        public Host {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }
}
