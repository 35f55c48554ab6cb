package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Interprets an instance with a stack for each call into it. Chicory's interpreter has one stack for all of them: an
 * exception that leaves a call, made while another one of the same instance waits for a function of another module, is
 * caught by the one that waits without the frames in between being left. Not thread-safe.
 */
final class InterpreterStacks {
    private final Supplier<Machine> interpreter;
    /** Of the calls that run, then one or none that is ready for the next. */
    private final List<Machine> stacks = new ArrayList<>(1);

    private int running;

    InterpreterStacks(Supplier<Machine> interpreter) {
        this.interpreter = interpreter;
    }

    /**
     * Evaluates the function on top of the frames. What Chicory does not catch of the exceptions that come out of functions
     * of other modules is caught here.
     *
     * @param evaluation Chicory's own
     * @param unwinding makes the frame that catches an exception the one on top
     */
    static void evaluate(Deque<StackFrame> frames, Runnable evaluation, Consumer<WasmException> unwinding) {
        StackFrame begun = frames.peek();
        while (true) {
            try {
                evaluation.run();
                return;
            } catch (TailCall tail) {
                tail.leaves(frames.peek(), begun);
                throw tail;
            } catch (WasmException e) {
                // Looked up in all frames already: then none is left.
                if (frames.isEmpty()) {
                    throw e;
                }
                unwinding.accept(e);
            }
            // The frame that catches it is on top now and goes on.
        }
    }

    long[] call(int function, long[] args) {
        if (running == stacks.size()) {
            stacks.add(interpreter.get());
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
}
