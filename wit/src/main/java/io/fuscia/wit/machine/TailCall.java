package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;

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

    /** Returns whose function is called: one with the types of the module that calls. */
    Instance owner() {
        return owner;
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

    boolean here() {
        return here;
    }

    /** Takes what the function left on the stack. */
    static void unwind(MStack stack, int height) {
        while (stack.size() > height) {
            stack.pop();
        }
    }

    /** Makes the call and gives its results as Chicory's interpreter wants them: returned, or else on the stack. */
    long[] callElsewhere(MStack stack, boolean returned) {
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
