package io.fuscia.host;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Collection;
import java.util.Locale;

/** Turns what a call throws into the failure it means, for one call. */
final class FailureReading {
    private final ComponentCall call;
    private final boolean ownTimeout;

    /** @param ownTimeout whether the wall time is what the node asked for */
    FailureReading(ComponentCall call, boolean ownTimeout) {
        this.call = call;
        this.ownTimeout = ownTimeout;
    }

    ComponentFailure cancelled() {
        return new ComponentFailure.Cancelled(call.description() + " was cancelled");
    }

    ComponentFailure notLoaded(Throwable thrown) {
        ErrorCode code =
                thrown instanceof FusciaException known ? known.code() : ErrorCode.COMPONENT_INSTANTIATION_FAILED;
        return new ComponentFailure.Instantiation(
                code,
                call.description() + " cannot be loaded: "
                        + (thrown instanceof Error
                                ? "it needs more than the host has: " + thrown
                                : thrown.getMessage()),
                code == ErrorCode.STORAGE_UNAVAILABLE);
    }

    ComponentFailure notPassed(IllegalArgumentException thrown) {
        return new ComponentFailure.Instantiation(
                ErrorCode.INVALID_INPUT,
                call.description() + " cannot be given its input: " + thrown.getMessage(),
                false);
    }

    ComponentFailure noExport(Collection<String> exports) {
        return new ComponentFailure.Instantiation(
                ErrorCode.COMPONENT_INSTANTIATION_FAILED,
                call.description() + " cannot be called: the component exports only " + String.join(", ", exports),
                false);
    }

    ComponentFailure notInstantiated(RuntimeException thrown) {
        if (thrown instanceof Trap trap && (trap.limit().isPresent() || isStop(trap) || hostCause(trap) != null)) {
            return trapped(trap);
        }
        return new ComponentFailure.Instantiation(
                ErrorCode.COMPONENT_INSTANTIATION_FAILED,
                call.description() + " cannot be instantiated: " + thrown.getMessage(),
                thrown instanceof Trap);
    }

    ComponentFailure returned(String error) {
        return new ComponentFailure.Returned(error, call.description() + " returned an error: " + error);
    }

    ComponentFailure trapped(Trap trap) {
        if (isStop(trap)) {
            return cancelled();
        }
        if (trap.limit().isPresent()) {
            String which = trap.limit().get().name().toLowerCase(Locale.ROOT);
            return new ComponentFailure.Limit(
                    which,
                    trap.code() == TrapCode.DEADLINE && ownTimeout,
                    call.description() + " reached its limit of " + which.replace('_', ' ') + ": " + trap.getMessage());
        }
        RuntimeException cause = hostCause(trap);
        if (cause instanceof HostLimit limit) {
            return limited(limit);
        }
        if (cause instanceof FusciaException known) {
            return new ComponentFailure.Host(
                    known.code(), call.description() + " failed in a host function: " + known.getMessage());
        }
        return new ComponentFailure.Trapped(trap.code(), call.description() + " trapped: " + trap.getMessage());
    }

    ComponentFailure limited(HostLimit limit) {
        return new ComponentFailure.Limit(limit.which().label(), false, call.description() + ": " + limit.getMessage());
    }

    private static boolean isStop(Trap trap) {
        return trap.code() == TrapCode.CANCELLED || trap.code() == TrapCode.INTERRUPTED;
    }

    private static RuntimeException hostCause(Trap trap) {
        int depth = 0;
        for (Throwable at = trap.getCause(); at != null && depth < 10; at = at.getCause(), depth++) {
            if (at instanceof HostLimit limit) {
                return limit;
            }
            if (at instanceof FusciaException known) {
                return known;
            }
        }
        return null;
    }
}
