package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.ComponentCallable;
import io.fuscia.wit.machine.Traps;

/** A host function bound to one instance. */
final class HostBinding implements ComponentCallable {
    private final String name;
    private final HostFunction function;
    private final InstanceCall call;

    HostBinding(String name, HostFunction function, InstanceCall call) {
        this.name = name;
        this.function = function;
        this.call = call;
    }

    @Override
    public boolean hosted() {
        return true;
    }

    @Override
    public Object call(Object[] args) {
        Object result;
        try {
            result = function.call(call, args);
        } catch (Trap trap) {
            throw trap;
        } catch (InterruptedException e) {
            // Whoever interrupted gets the flag back; the guard clears it at the end of the call if it was its own.
            Thread.currentThread().interrupt();
            call.checkRunning();
            throw new Trap(TrapCode.INTERRUPTED, "interrupted in " + name, e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw Traps.translate(e);
        } catch (Exception | LinkageError | AssertionError e) {
            call.checkRunning();
            throw new Trap(TrapCode.HOST_ERROR, name + " failed: " + e, e);
        }
        call.checkRunning();
        return result;
    }
}
