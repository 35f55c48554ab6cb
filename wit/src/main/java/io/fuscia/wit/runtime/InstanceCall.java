package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;

/** What host functions see of the instance that they serve. */
final class InstanceCall implements HostCall {
    private final CallGuard guard;
    private final InstanceLimits limits;
    private final Object[] attachments;

    InstanceCall(CallGuard guard, InstanceLimits limits, Object[] attachments) {
        this.guard = guard;
        this.limits = limits;
        this.attachments = attachments.clone();
    }

    @Override
    public <T> T attachment(Class<T> type) {
        for (Object attachment : attachments) {
            if (type.isInstance(attachment)) {
                return type.cast(attachment);
            }
        }
        throw new IllegalStateException("no " + type.getName() + " was attached to the instance");
    }

    @Override
    public Deadline deadline() {
        return guard.deadline();
    }

    @Override
    public InstanceLimits limits() {
        return limits;
    }

    @Override
    public void checkRunning() {
        Trap stopped = guard.stopped();
        if (stopped != null) {
            throw stopped;
        }
    }
}
