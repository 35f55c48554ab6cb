package io.fuscia.wit.runtime;

import io.fuscia.wit.abi.ComponentCallable;
import io.fuscia.wit.abi.LiftedFunction;
import io.fuscia.wit.types.FunctionType;

/** An exported function of one instance; as little thread-safe as the instance. */
public final class ComponentFunction {
    private final ComponentInstance instance;
    private final FunctionType type;
    private final ComponentCallable target;

    ComponentFunction(ComponentInstance instance, FunctionType type, ComponentCallable target) {
        this.instance = instance;
        this.type = type;
        this.target = target;
    }

    /** Returns the type. */
    public FunctionType type() {
        return type;
    }

    /** Calls the function within the instance's own limits; see {@link #call(CallOptions, Object...)}. */
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
     * @throws IllegalArgumentException if the arguments do not fit the type; the guest's function did not run
     */
    public Object call(CallOptions options, Object... args) {
        if (args.length != type.parameters().size()) {
            throw new IllegalArgumentException(
                    "expected " + type.parameters().size() + " arguments, got " + args.length);
        }
        return instance.run(options, () -> invoke(args));
    }

    private Object invoke(Object[] args) {
        return target instanceof LiftedFunction lifted ? lifted.callFromHost(args) : target.call(args);
    }
}
