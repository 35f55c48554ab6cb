package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Machine;
import java.util.ArrayList;
import java.util.List;
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
