package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;

/**
 * Stops interpreted loops when their thread is interrupted. Chicory's interpreter looks only at calls and at {@code br};
 * a loop closed by any other branch, by a tail call or by an exception would run for ever. Compiled code looks at every
 * back-edge by itself and never calls this. At a {@code br} it only makes way for others.
 */
enum InterruptionCheck implements ExecutionListener {
    INSTANCE;

    @Override
    public void onExecution(Instruction instruction, MStack stack) {
        switch (instruction.opcode()) {
            case BR,
                    BR_IF,
                    BR_TABLE,
                    BR_ON_NULL,
                    BR_ON_NON_NULL,
                    BR_ON_CAST,
                    BR_ON_CAST_FAIL,
                    RETURN_CALL,
                    RETURN_CALL_INDIRECT,
                    RETURN_CALL_REF,
                    THROW,
                    THROW_REF -> check();
            default -> {
                // Everything else makes progress towards one of the above or towards the end.
            }
        }
    }

    /** Ends the guest here if its thread is interrupted. */
    static void check() {
        if (GuestThread.currentThread().isInterrupted()) {
            throw new ChicoryInterruptedException("interrupted");
        }
    }
}
