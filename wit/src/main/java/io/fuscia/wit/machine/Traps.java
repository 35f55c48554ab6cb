package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.WasmException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.UnlinkableComponentException;

/** Gives whatever a core module can throw its {@link TrapCode}; Chicory's own classes and texts are inconsistent. */
public final class Traps {
    private Traps() {}

    /** Returns the trap that this throwable stands for; an interruption gets {@link TrapCode#INTERRUPTED}. */
    public static Trap translate(Throwable thrown) {
        if (thrown instanceof Trap trap) {
            return trap;
        }
        if (thrown instanceof ChicoryInterruptedException) {
            return new Trap(TrapCode.INTERRUPTED, "interrupted", thrown);
        }
        if (thrown instanceof StackOverflowError || thrown.getCause() instanceof StackOverflowError) {
            // Without the cause: its stack trace is thousands of frames of guest code.
            return new Trap(TrapCode.STACK_OVERFLOW, "call stack exhausted");
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Trap(TrapCode.MEMORY_LIMIT, "the host has no memory left for this guest", thrown);
        }
        if (thrown instanceof UnlinkableComponentException unlinkable) {
            throw unlinkable;
        }
        if (thrown instanceof WasmException) {
            return new Trap(TrapCode.UNCAUGHT_EXCEPTION, "an exception left the component", thrown);
        }
        if (thrown.getCause() instanceof Trap trap) {
            return trap;
        }
        String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        if (thrown instanceof RuntimeException) {
            return new Trap(code(message), message, thrown);
        }
        // An error of the machine's own, such as a class that it generated and the JVM refuses.
        return new Trap(TrapCode.CORE, "the machine failed: " + thrown, thrown);
    }

    /**
     * Calls a function from outside its core module, so that whatever it throws is a trap: no exception of one component
     * may be caught by another.
     */
    public static long[] call(CoreFunction function, long... args) {
        try {
            return function.call(args);
        } catch (RuntimeException e) {
            throw translate(e);
        }
    }

    private static TrapCode code(String message) {
        if (message.contains("unreachable")) {
            return TrapCode.UNREACHABLE;
        }
        if (message.contains("out of bounds table") || message.contains("undefined element")) {
            return TrapCode.TABLE_OUT_OF_BOUNDS;
        }
        if (message.contains("out of bounds memory")) {
            return TrapCode.MEMORY_OUT_OF_BOUNDS;
        }
        if (message.contains("divide by zero")) {
            return TrapCode.DIVIDE_BY_ZERO;
        }
        if (message.contains("integer overflow")) {
            return TrapCode.INTEGER_OVERFLOW;
        }
        if (message.contains("invalid conversion to integer")) {
            return TrapCode.INVALID_CONVERSION_TO_INTEGER;
        }
        if (message.contains("indirect call type mismatch")) {
            return TrapCode.INDIRECT_CALL_MISMATCH;
        }
        if (message.contains("null") || message.contains("uninitialized element")) {
            return TrapCode.NULL_REFERENCE;
        }
        return TrapCode.CORE;
    }
}
