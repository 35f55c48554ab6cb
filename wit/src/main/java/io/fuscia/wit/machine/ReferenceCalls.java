package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Arrays;
import java.util.List;

/**
 * Turns {@code call_ref} into {@code call_indirect} of a {@link ReferenceTable} behind a module's own tables, in modules
 * that may come by another module's function: both take arguments and a number from the stack. For the compiler they do
 * not, so the functions that make such calls stay interpreted.
 */
final class ReferenceCalls {
    /** How the table is declared to Chicory. */
    static final Table TABLE = new Table(ValType.FuncRef, new TableLimits(0, 0));

    private ReferenceCalls() {}

    /** Returns the module with its calls turned; the same module if it has none or shares no references. */
    static WasmModule turn(WasmModule module) {
        if (!InstanceTemplate.canAddTables()
                || !SharedReferences.has(module)
                || Arrays.stream(module.codeSection().functionBodies()).noneMatch(ReferenceCalls::isToBeTurned)) {
            return module;
        }
        int table = table(module);
        CodeSection.Builder code =
                CodeSection.builder().setRequiresDataCount(module.codeSection().isRequiresDataCount());
        for (FunctionBody body : module.codeSection().functionBodies()) {
            code.addFunctionBody(isToBeTurned(body) ? turn(body, table) : body);
        }
        return WasmModule.builder()
                .withValidation(false)
                .setTypeSection(module.typeSection())
                .setImportSection(module.importSection())
                .setFunctionSection(module.functionSection())
                .setTableSection(module.tableSection())
                .setMemorySection(module.memorySection().orElse(null))
                .setGlobalSection(module.globalSection())
                .setExportSection(module.exportSection())
                .setStartSection(module.startSection().orElse(null))
                .setElementSection(module.elementSection())
                .setCodeSection(code.build())
                .setDataSection(module.dataSection())
                .setDataCountSection(module.dataCountSection().orElse(null))
                .setTagSection(module.tagSection().orElse(null))
                .build();
    }

    /** Returns whether a turned function calls through references. */
    static boolean calls(FunctionBody body, int table) {
        return body.instructions().stream()
                .anyMatch(instruction -> (instruction.opcode() == OpCode.CALL_INDIRECT
                                || instruction.opcode() == OpCode.RETURN_CALL_INDIRECT)
                        && instruction.operand(1) == table);
    }

    /** Returns the index that the table has in a module whose calls are turned. */
    static int table(WasmModule module) {
        return module.importSection().count(ExternalType.TABLE)
                + module.tableSection().tableCount();
    }

    private static boolean isToBeTurned(FunctionBody body) {
        return body.instructions().stream()
                .anyMatch(instruction ->
                        instruction.opcode() == OpCode.CALL_REF || instruction.opcode() == OpCode.RETURN_CALL_REF);
    }

    private static FunctionBody turn(FunctionBody body, int table) {
        List<AnnotatedInstruction> turned = body.instructions().stream()
                .map(instruction -> switch (instruction.opcode()) {
                    case CALL_REF -> turn(instruction, OpCode.CALL_INDIRECT, table);
                    case RETURN_CALL_REF -> turn(instruction, OpCode.RETURN_CALL_INDIRECT, table);
                    default -> instruction;
                })
                .toList();
        return new FunctionBody(body.localTypes(), turned);
    }

    private static AnnotatedInstruction turn(AnnotatedInstruction call, OpCode opcode, int table) {
        return AnnotatedInstruction.builder()
                .from(new Instruction(call.address(), opcode, new long[] {call.operand(0), table}))
                .withDepth(call.depth())
                .build();
    }
}
