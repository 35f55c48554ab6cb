package io.fuscia.wit.runtime;

/** What a host function may know about the guest's call that it serves. Valid only until that function returns. */
public interface HostCall {
    /**
     * Returns the object of this class that was attached when the instance was created.
     *
     * @throws IllegalStateException if there is none
     */
    <T> T attachment(Class<T> type);

    /** Returns when the guest's call must have ended. */
    Deadline deadline();

    /** Returns the limits of the guest's instance. */
    InstanceLimits limits();

    /**
     * Ends the guest's call here if its deadline has passed or it was cancelled; for host loops that do not block.
     *
     * @throws io.fuscia.wit.Trap if so
     */
    void checkRunning();
}
