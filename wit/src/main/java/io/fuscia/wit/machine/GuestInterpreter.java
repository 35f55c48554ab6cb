package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Interprets an instance, with a stack for each call into it. Chicory's interpreter has one stack for all of them: an
 * exception that leaves a call, made while another one of the same instance waits for a function of another module, is
 * caught by the one that waits without the frames in between being left. It also does not catch at all what comes out
 * of a function of another module that was called through a table. Not thread-safe.
 */
final class GuestInterpreter implements Machine {
    private final Instance instance;
    /** Of the calls that run, then one or none that is ready for the next. */
    private final List<Stack> stacks = new ArrayList<>(1);

    private int running;

    GuestInterpreter(Instance instance) {
        this.instance = instance;
    }

    @Override
    public long[] call(int function, long[] args) {
        if (running == stacks.size()) {
            stacks.add(new Stack(instance));
        }
        int depth = running++;
        boolean clean = false;
        try {
            long[] results = stacks.get(depth).call(function, args);
            clean = true;
            return results;
        } finally {
            running = depth;
            // What an exception leaves on a stack, or a deep nesting of calls, is not kept.
            int kept = clean ? depth + 1 : depth;
            while (stacks.size() > kept) {
                stacks.remove(stacks.size() - 1);
            }
        }
    }

    private static final class Stack extends InterpreterMachine {
        Stack(Instance instance) {
            super(instance);
        }

        @Override
        protected void eval(MStack stack, Instance evaluated, Deque<StackFrame> callStack) {
            try {
                super.eval(stack, evaluated, callStack);
                return;
            } catch (WasmException e) {
                // Looked up in all frames already: then none is left.
                if (callStack.isEmpty()) {
                    throw e;
                }
                THROW_REF(evaluated, evaluated.registerException(e), stack, callStack.peek(), callStack);
            }
            // The frame that catches it is on top now and goes on.
            eval(stack, evaluated, callStack);
        }
    }
}
