package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Locale;

/**
 * Refuses modules with instructions, and imports, that parse but must not, or cannot, run here.
 *
 * <p>Structs and arrays would live on Java's heap, where no limit of an instance bounds them: one guest could exhaust the
 * host's memory. Their types, {@code i31} and references to functions need no heap and are let through. SIMD is known to
 * neither Chicory's interpreter nor its compiler (its SIMD machine needs an incubating module of newer JDKs), so that the
 * first such instruction would end the call.
 *
 * <p>Chicory's references to exceptions and to {@code i31} are numbers of one instance. Those to functions are renumbered
 * on their way to another one (see {@link FunctionReferences}); the others stay where they are.
 */
final class RefusedInstructions {
    private static final int FIRST_VECTOR_CODE = 0xfd00;
    private static final int LAST_VECTOR_CODE = 0xfdff;

    private RefusedInstructions() {}

    /**
     * @throws UnsupportedModuleException naming the first instruction that is refused
     */
    static void check(WasmModule module) {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            check(module.importSection().getImport(i), module.typeSection());
        }
        for (FunctionBody body : module.codeSection().functionBodies()) {
            check(body.instructions());
        }
        for (int i = 0; i < module.globalSection().globalCount(); i++) {
            check(module.globalSection().getGlobal(i).initInstructions());
        }
        for (int i = 0; i < module.elementSection().elementCount(); i++) {
            Element element = module.elementSection().getElement(i);
            element.initializers().forEach(RefusedInstructions::check);
            // What table.init copies from there must be an index of the module's own for Chicory.
            int importedGlobals = module.importSection().count(ExternalType.GLOBAL);
            if (element instanceof PassiveElement
                    && element.initializers().stream()
                            .anyMatch(code -> code.get(0).opcode() == OpCode.GLOBAL_GET
                                    && code.get(0).operand(0) < importedGlobals)) {
                throw refused("passive element segments of imported globals", OpCode.GLOBAL_GET);
            }
        }
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            check(module.tableSection().getTable(i).initialize());
        }
    }

    private static void check(Import imported, TypeSection types) {
        if (imported instanceof FunctionImport function) {
            check(types.getType(function.typeIndex()), types);
        } else if (imported instanceof TagImport tag) {
            check(types.getType(tag.tagType().typeIdx()), types);
        } else if (imported instanceof GlobalImport global) {
            check(global.type(), types);
        } else if (imported instanceof TableImport table) {
            check(table.entryType(), types);
        }
    }

    private static void check(FunctionType type, TypeSection types) {
        type.params().forEach(value -> check(value, types));
        type.returns().forEach(value -> check(value, types));
    }

    private static void check(ValType type, TypeSection types) {
        if (type.isReference()
                && !FunctionReferences.isReference(type, types)
                && type.typeIdx() != ValType.TypeIdxCode.EXTERN.code()
                && type.typeIdx() != ValType.TypeIdxCode.NOEXTERN.code()) {
            throw new UnsupportedModuleException(
                    "unsupported feature: references other than to functions between core modules", false, null);
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
                case EXTERN_CONVERT_ANY, ANY_CONVERT_EXTERN ->
                    throw refused("conversion between internal and external references", opcode);
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
