package io.fuscia.wit.runtime;

import io.fuscia.wit.machine.CoreFunction;
import java.util.function.Supplier;

/** A core function that is looked up when it is first called. */
final class DeferredFunction implements CoreFunction {
    private Supplier<CoreFunction> lookup;
    private CoreFunction target;

    DeferredFunction(Supplier<CoreFunction> lookup) {
        this.lookup = lookup;
    }

    @Override
    public long[] call(long... args) {
        if (target == null) {
            target = lookup.get();
            lookup = null;
        }
        return target.call(args);
    }
}
