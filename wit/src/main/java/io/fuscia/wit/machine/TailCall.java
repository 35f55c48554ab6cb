package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Leaves an interpreted function for the one that it calls in its place. Thrown by {@link TailCalls} before Chicory would
 * make the call, which fails for functions of other modules, for imported ones and for a function with locals that calls
 * itself; caught where the function was called.
 */
@SuppressWarnings("serial")
final class TailCall extends RuntimeException {
    private final Instance owner;
    private final int function;
    private final long[] args;
    /** Whether it leaves the function that the catching call was made for, not one that caught an exception of that. */
    private boolean here;

    TailCall(Instance owner, int function, long[] args) {
        super("tail call", null, false, false);
        this.owner = owner;
        this.function = function;
        this.args = args;
    }

    int function() {
        return function;
    }

    long[] args() {
        return args;
    }

    /** Notes which function is left and for which one the evaluation began that it passes. */
    void leaves(StackFrame left, StackFrame begun) {
        here = left == begun;
    }

    /**
     * Makes this call, and those that the called functions make in their places, until one returns.
     *
     * @param stack of the interpreter, and {@code height} what it had before the function that is left was called
     * @param returned whether results are returned, rather than left on the stack
     * @param interpreted tells which functions of {@code caller} are to be interpreted by {@code interpreter}
     */
    long[] follow(
            Instance caller,
            MStack stack,
            int height,
            boolean returned,
            IntPredicate interpreted,
            Function<TailCall, long[]> interpreter) {
        TailCall next = this;
        while (next.here) {
            while (stack.size() > height) {
                stack.pop();
            }
            if (next.owner != caller || !interpreted.test(next.function)) {
                return next.callElsewhere(stack, returned);
            }
            try {
                return interpreter.apply(next);
            } catch (TailCall tail) {
                next = tail;
            }
        }
        throw next;
    }

    private long[] callElsewhere(MStack stack, boolean returned) {
        long[] results = owner.getMachine().call(function, args);
        if (returned) {
            return results;
        }
        if (results != null) {
            for (long result : results) {
                stack.push(result);
            }
        }
        return null;
    }
}
