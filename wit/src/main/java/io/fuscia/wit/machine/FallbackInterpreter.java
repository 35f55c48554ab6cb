package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
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
                return go(tail, height, stack, called, frames, returned);
            }
        }

        private long[] go(
                TailCall first, int height, MStack stack, Instance called, Deque<StackFrame> frames, boolean returned) {
            TailCall next = first;
            while (next.here()) {
                TailCall.unwind(stack, height);
                if (next.owner() != called || !interpreted.contains(next.function())) {
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
                    if (frames.isEmpty()) {
                        throw e;
                    }
                    THROW_REF(evaluated, evaluated.registerException(e), stack, frames.peek(), frames);
                }
            }
        }
    }
}
