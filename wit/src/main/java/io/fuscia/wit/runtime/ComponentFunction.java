package io.fuscia.wit.runtime;

import io.fuscia.wit.types.FunctionType;

/** An exported function of one instance; as little thread-safe as the instance. */
public final class ComponentFunction {
    ComponentFunction() {}

    /** Returns the type. */
    public FunctionType type() {
        throw new UnsupportedOperationException();
    }

    /**
     * Calls the function within the instance's own limits; see {@link #call(CallOptions, Object...)}.
     */
    public Object call(Object... args) {
        return call(CallOptions.DEFAULT, args);
    }

    /**
     * Calls the function.
     *
     * @param options deadline and cancellation of this call, on top of the instance's limits
     * @param args the arguments, mapped as the package describes
     * @return the result, null if the function has none
     * @throws io.fuscia.wit.Trap if the guest traps, exceeds a limit or is cancelled
     * @throws IllegalArgumentException if the arguments do not fit the type; the guest did not run
     */
    public Object call(CallOptions options, Object... args) {
        throw new UnsupportedOperationException();
    }
}
