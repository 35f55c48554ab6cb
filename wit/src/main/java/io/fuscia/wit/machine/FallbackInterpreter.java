package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Interprets the functions of a compiled module that are too large for the JVM or would do otherwise if they were
 * compiled, as {@link GuestInterpreter} does those of
 * an interpreted one. Compiled code is made to use it in place of Chicory's (see {@link CompiledCode}): public for it
 * alone. Not thread-safe.
 */
public final class FallbackInterpreter implements Machine {
    private final InterpreterStacks stacks;

    /**
     * Called by compiled code.
     *
     * @param interpreted indices of the functions that are interpreted
     */
    public FallbackInterpreter(Instance instance, int[] interpreted) {
        Set<Integer> functions = Arrays.stream(interpreted).boxed().collect(Collectors.toSet());
        this.stacks = new InterpreterStacks(() -> new Stack(instance, interpreted, functions));
    }

    @Override
    public long[] call(int function, long[] args) {
        return stacks.call(function, args);
    }

    private static final class Stack extends CompilerInterpreterMachine {
        private final Set<Integer> interpreted;

        Stack(Instance instance, int[] functions, Set<Integer> interpreted) {
            super(instance, functions);
            this.interpreted = interpreted;
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
                        interpreted::contains,
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
