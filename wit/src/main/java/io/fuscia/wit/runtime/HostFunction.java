package io.fuscia.wit.runtime;

/**
 * A function that the host gives to components. Called on the thread that runs the guest, which is interrupted when the
 * call's deadline passes, so that blocking calls end.
 */
@FunctionalInterface
public interface HostFunction {
    /**
     * Serves one call.
     *
     * @param call the running call
     * @param args the arguments, mapped as the package describes
     * @return the result, null if the function has none
     * @throws Exception ends the guest's call with a host-error trap; a {@link io.fuscia.wit.Trap} passes through, and
     *     an {@link InterruptedException} becomes the deadline's or the cancellation's trap
     */
    Object call(HostCall call, Object[] args) throws Exception;
}
