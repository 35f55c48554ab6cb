package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes the tail calls of one interpreted instance, in place of Chicory's interpreter, and stops its loops. */
final class TailCalls implements ExecutionListener {
    private Instance instance;

    /** Returns whether a function that is interpreted makes tail calls. */
    static boolean isMadeBy(FunctionBody body) {
        return body.instructions().stream().anyMatch(instruction -> switch (instruction.opcode()) {
            case RETURN_CALL, RETURN_CALL_INDIRECT -> true;
            default -> false;
        });
    }

    /**
     * Returns whether a function makes a tail call within a {@code try_table}, which must not catch what comes out of it.
     * Compiled, it would: Chicory makes of a tail call a call and a return.
     */
    static boolean isMadeInTry(FunctionBody body) {
        Deque<OpCode> blocks = new ArrayDeque<>();
        for (Instruction instruction : body.instructions()) {
            switch (instruction.opcode()) {
                case BLOCK, LOOP, IF, TRY_TABLE -> blocks.push(instruction.opcode());
                case END -> blocks.poll();
                case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> {
                    if (blocks.contains(OpCode.TRY_TABLE)) {
                        return true;
                    }
                }
                default -> {
                    // Neither a block nor a call.
                }
            }
        }
        return false;
    }

    void bind(Instance listened) {
        this.instance = listened;
    }

    @Override
    public void onExecution(Instruction instruction, MStack stack) {
        InterruptionCheck.INSTANCE.onExecution(instruction, stack);
        switch (instruction.opcode()) {
            case RETURN_CALL -> throw call(instance, (int) instruction.operand(0), stack);
            case RETURN_CALL_INDIRECT -> throw callIndirect(instruction, stack);
            default -> {
                // Chicory runs it.
            }
        }
    }

    private TailCall callIndirect(Instruction instruction, MStack stack) {
        TableInstance table = instance.table((int) instruction.operand(1));
        int element = (int) stack.pop();
        int function = table.requiredRef(element);
        Instance named = table.instance(element);
        Instance owner = named == null ? instance : named;
        int actual = owner.functionType(function);
        int expected = (int) instruction.operand(0);
        if (actual != expected
                && !ValType.heapTypeSubtype(actual, expected, owner.module().typeSection())) {
            throw new Trap(TrapCode.INDIRECT_CALL_MISMATCH, "indirect call type mismatch");
        }
        return call(owner, function, stack);
    }

    private static TailCall call(Instance owner, int function, MStack stack) {
        FunctionType type = owner.type(owner.functionType(function));
        long[] args = new long[type.params().size()];
        for (int i = args.length - 1; i >= 0; i--) {
            args[i] = stack.pop();
        }
        return new TailCall(owner, function, args);
    }
}
