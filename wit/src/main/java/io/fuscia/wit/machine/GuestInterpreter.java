package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
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
                return tail.follow(
                        called,
                        stack,
                        height,
                        returned,
                        other -> true,
                        next -> super.call(stack, called, frames, next.function(), next.args(), null, returned));
            }
        }

        @Override
        protected void eval(MStack stack, Instance evaluated, Deque<StackFrame> frames) {
            InterpreterStacks.evaluate(
                    frames,
                    () -> super.eval(stack, evaluated, frames),
                    e -> THROW_REF(evaluated, evaluated.registerException(e), stack, frames.peek(), frames));
        }
    }
}
