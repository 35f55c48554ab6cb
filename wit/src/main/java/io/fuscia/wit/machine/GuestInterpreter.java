package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;

/**
 * Interprets an instance. Besides what {@link InterpreterStacks} and {@link TailCall} cure: Chicory does not catch what
 * comes out of a function of another module that was called through a table. Not thread-safe.
 */
final class GuestInterpreter implements Machine {
    private final InterpreterStacks stacks;

    GuestInterpreter(Instance instance) {
        this.stacks = new InterpreterStacks(() -> new Stack(instance));
    }

    @Override
    public long[] call(int function, long[] args) {
        return stacks.call(function, args);
    }

    private static final class Stack extends InterpreterMachine {
        Stack(Instance instance) {
            super(instance);
        }

        @Override
        protected long[] call(
                MStack stack,
                Instance called,
                Deque<StackFrame> frames,
                int function,
                long[] args,
                FunctionType type,
                boolean returned) {
            int height = stack.size();
            try {
                return super.call(stack, called, frames, function, args, type, returned);
            } catch (TailCall tail) {
                return go(tail, height, stack, called, frames, returned);
            }
        }

        private long[] go(
                TailCall first, int height, MStack stack, Instance called, Deque<StackFrame> frames, boolean returned) {
            TailCall next = first;
            while (next.here()) {
                TailCall.unwind(stack, height);
                if (next.owner() != called) {
                    return next.callElsewhere(stack, returned);
                }
                try {
                    return super.call(stack, called, frames, next.function(), next.args(), null, returned);
                } catch (TailCall tail) {
                    next = tail;
                }
            }
            throw next;
        }

        @Override
        protected void eval(MStack stack, Instance evaluated, Deque<StackFrame> frames) {
            StackFrame begun = frames.peek();
            while (true) {
                try {
                    super.eval(stack, evaluated, frames);
                    return;
                } catch (TailCall tail) {
                    tail.leaves(frames.peek(), begun);
                    throw tail;
                } catch (WasmException e) {
                    // Looked up in all frames already: then none is left.
                    if (frames.isEmpty()) {
                        throw e;
                    }
                    THROW_REF(evaluated, evaluated.registerException(e), stack, frames.peek(), frames);
                }
                // The frame that catches it is on top now and goes on.
            }
        }
    }
}
