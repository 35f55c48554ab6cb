package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.List;
import java.util.Locale;

/**
 * Refuses modules with instructions that parse but must not, or cannot, run here.
 *
 * <p>Structs and arrays would live on Java's heap, where no limit of an instance bounds them: one guest could exhaust the
 * host's memory. Their types, {@code i31} and references to functions need no heap and are let through. SIMD is known to
 * neither Chicory's interpreter nor its compiler (its SIMD machine needs an incubating module of newer JDKs), so that the
 * first such instruction would end the call.
 */
final class RefusedInstructions {
    private static final int FIRST_VECTOR_CODE = 0xfd00;
    private static final int LAST_VECTOR_CODE = 0xfdff;

    private RefusedInstructions() {}

    /**
     * @throws UnsupportedModuleException naming the first instruction that is refused
     */
    static void check(WasmModule module) {
        for (FunctionBody body : module.codeSection().functionBodies()) {
            check(body.instructions());
        }
        for (int i = 0; i < module.globalSection().globalCount(); i++) {
            check(module.globalSection().getGlobal(i).initInstructions());
        }
        for (int i = 0; i < module.elementSection().elementCount(); i++) {
            module.elementSection().getElement(i).initializers().forEach(RefusedInstructions::check);
        }
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            check(module.tableSection().getTable(i).initialize());
        }
    }

    private static void check(List<? extends Instruction> code) {
        for (Instruction instruction : code) {
            OpCode opcode = instruction.opcode();
            switch (opcode) {
                case STRUCT_NEW,
                        STRUCT_NEW_DEFAULT,
                        ARRAY_NEW,
                        ARRAY_NEW_DEFAULT,
                        ARRAY_NEW_FIXED,
                        ARRAY_NEW_DATA,
                        ARRAY_NEW_ELEM -> throw refused("objects of the collected heap", opcode);
                default -> {
                    if (opcode.opcode() >= FIRST_VECTOR_CODE && opcode.opcode() <= LAST_VECTOR_CODE) {
                        throw refused("SIMD", opcode);
                    }
                }
            }
        }
    }

    private static UnsupportedModuleException refused(String feature, OpCode opcode) {
        String name = opcode.name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
        return new UnsupportedModuleException("unsupported feature: " + feature + " (" + name + ")", false, null);
    }
}
