package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a core module is made of, as far as linking can profit from it. Toolchains tie the knot between a module and the
 * functions that need its memory with two modules that only forward: one whose functions call through its table, and one
 * that fills this table. Both can be left out when they are recognised.
 */
public final class ModuleShape {
    private final boolean pure;
    private final Map<String, Forwarder> forwarders;
    private final Filler filler;

    private ModuleShape(boolean pure, Map<String, Forwarder> forwarders, Filler filler) {
        this.pure = pure;
        this.forwarders = forwarders;
        this.filler = filler;
    }

    /**
     * An exported function that does nothing but call an element of the module's one table with its own arguments.
     *
     * @param slot the element's index
     */
    public record Forwarder(int slot, FunctionType type) {}

    /**
     * A module that only fills an imported table with imported functions.
     *
     * @param table position of the table among the imports
     * @param elements positions of the functions among the imports, by table index
     * @param types their types
     * @param start position of the imported function that it starts with, -1 if none
     */
    public record Filler(int table, List<Integer> elements, List<FunctionType> types, int start) {}

    static ModuleShape of(WasmModule module) {
        boolean pure = module.startSection().isEmpty()
                && module.memorySection().map(section -> section.memoryCount()).orElse(0) == 0
                && module.tableSection().tableCount() == 0
                && Arrays.stream(module.dataSection().dataSegments()).noneMatch(ActiveDataSegment.class::isInstance)
                && Arrays.stream(module.elementSection().elements()).noneMatch(ActiveElement.class::isInstance);
        return new ModuleShape(pure, findForwarders(module), findFiller(module));
    }

    /** Returns whether instantiating it can neither fail nor be seen: it may as well be done when first needed. */
    public boolean pure() {
        return pure;
    }

    /** Returns the forwarders by export name, if the module has nothing else but the table, which it exports. */
    public Optional<Map<String, Forwarder>> forwarders() {
        return Optional.ofNullable(forwarders);
    }

    /** Returns what it fills, if it only fills a table. */
    public Optional<Filler> filler() {
        return Optional.ofNullable(filler);
    }

    private static boolean hasOnlyFunctionsAndTables(WasmModule module) {
        return module.memorySection().map(section -> section.memoryCount()).orElse(0) == 0
                && module.globalSection().globalCount() == 0
                && module.tagSection().map(section -> section.tagCount()).orElse(0) == 0
                && module.dataSection().dataSegmentCount() == 0;
    }

    private static Map<String, Forwarder> findForwarders(WasmModule module) {
        if (!hasOnlyFunctionsAndTables(module)
                || module.startSection().isPresent()
                || module.importSection().importCount() != 0
                || module.tableSection().tableCount() != 1
                || module.elementSection().elementCount() != 0) {
            return null;
        }
        Map<String, Forwarder> found = new HashMap<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                Forwarder forwarder = forwarder(module, export.index());
                if (forwarder == null) {
                    return null;
                }
                found.put(export.name(), forwarder);
            }
        }
        return Map.copyOf(found);
    }

    private static Forwarder forwarder(WasmModule module, int function) {
        int typeIndex = module.functionSection().getFunctionType(function);
        FunctionType type = module.typeSection().getType(typeIndex);
        List<AnnotatedInstruction> code =
                module.codeSection().getFunctionBody(function).instructions();
        int parameters = type.params().size();
        if (code.size() != parameters + 3) {
            return null;
        }
        for (int i = 0; i < parameters; i++) {
            if (code.get(i).opcode() != OpCode.LOCAL_GET || code.get(i).operand(0) != i) {
                return null;
            }
        }
        Instruction slot = code.get(parameters);
        Instruction call = code.get(parameters + 1);
        boolean forwards = slot.opcode() == OpCode.I32_CONST
                && call.opcode() == OpCode.CALL_INDIRECT
                && call.operand(0) == typeIndex
                && call.operand(1) == 0
                && code.get(parameters + 2).opcode() == OpCode.END;
        return forwards ? new Forwarder((int) slot.operand(0), type) : null;
    }

    private static Filler findFiller(WasmModule module) {
        if (!hasOnlyFunctionsAndTables(module)
                || module.functionSection().functionCount() != 0
                || module.tableSection().tableCount() != 0
                || module.exportSection().exportCount() != 0
                || module.elementSection().elementCount() != 1
                || !(module.elementSection().getElement(0) instanceof ActiveElement element)
                || element.offset().get(0).opcode() != OpCode.I32_CONST
                || element.offset().get(0).operand(0) != 0) {
            return null;
        }
        List<Integer> functions = new ArrayList<>();
        List<FunctionType> functionTypes = new ArrayList<>();
        int table = -1;
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import imported = module.importSection().getImport(i);
            if (imported instanceof FunctionImport function) {
                functions.add(i);
                functionTypes.add(module.typeSection().getType(function.typeIndex()));
            } else if (imported.importType() == ExternalType.TABLE && table < 0) {
                table = i;
            } else {
                return null;
            }
        }
        int start = module.startSection()
                .map(section -> functions.get((int) section.startIndex()))
                .orElse(-1);
        return table < 0 ? null : filler(element, table, functions, functionTypes, start);
    }

    private static Filler filler(
            Element element, int table, List<Integer> functions, List<FunctionType> functionTypes, int start) {
        List<Integer> positions = new ArrayList<>();
        List<FunctionType> types = new ArrayList<>();
        for (List<Instruction> initializer : element.initializers()) {
            if (initializer.get(0).opcode() != OpCode.REF_FUNC) {
                return null;
            }
            int function = (int) initializer.get(0).operand(0);
            positions.add(functions.get(function));
            types.add(functionTypes.get(function));
        }
        return new Filler(table, List.copyOf(positions), List.copyOf(types), start);
    }
}
