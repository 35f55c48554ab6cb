package io.fuscia.wit.machine;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.MalformedException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * A parsed core module, shared by all its instances. It starts interpreted; {@link #compile} switches the instances
 * made after it to Java bytecode. Thread-safe.
 */
public final class CoreModule {
    private final WasmModule chicory;
    private final Map<String, Export> exports;
    private final ModuleShape shape;
    private final InstanceTemplate template;
    private final int memoryImports;
    private final int tableImports;
    private final AtomicReferenceArray<MemoryImage> images;
    private final Map<Integer, WasmModule> trampolineModules = new ConcurrentHashMap<>();
    private volatile Function<Instance, Machine> machine = InterpreterMachine::new;
    private volatile boolean compiled;

    private CoreModule(WasmModule chicory) {
        this.chicory = chicory;
        Map<String, Export> byName = new HashMap<>();
        for (int i = 0; i < chicory.exportSection().exportCount(); i++) {
            Export export = chicory.exportSection().getExport(i);
            byName.put(export.name(), export);
        }
        this.exports = Map.copyOf(byName);
        this.shape = ModuleShape.of(chicory);
        this.template = new InstanceTemplate(this, exports);
        this.memoryImports = chicory.importSection().count(ExternalType.MEMORY);
        this.tableImports = chicory.importSection().count(ExternalType.TABLE);
        this.images = new AtomicReferenceArray<>(
                chicory.memorySection().map(section -> section.memoryCount()).orElse(0));
    }

    /**
     * Parses and validates a core module.
     *
     * @throws UnsupportedModuleException if Chicory cannot run it
     */
    public static CoreModule parse(byte[] bytes) {
        try {
            WasmModule module = Parser.parse(ModuleRewriting.rewrite(bytes));
            clampOffsets(module);
            return new CoreModule(module);
        } catch (MalformedException e) {
            throw new UnsupportedModuleException(e.getMessage(), true, e);
        } catch (RuntimeException e) {
            // Besides its own exceptions Chicory's parser lets index errors out of hostile bytes.
            throw new UnsupportedModuleException(String.valueOf(e.getMessage()), false, e);
        }
    }

    /**
     * Chicory adds the offset of a load or store as a signed number, so that a great one would reach below the base. No
     * memory has 2 GiB: whatever lies beyond is out of bounds, and so is the greatest positive offset.
     */
    private static void clampOffsets(WasmModule module) {
        for (FunctionBody body : module.codeSection().functionBodies()) {
            for (Instruction instruction : body.instructions()) {
                if (instruction.operandCount() >= 2
                        && instruction.operand(1) != (int) instruction.operand(1)
                        && OpCode.signature(instruction.opcode()).contains(WasmEncoding.MEMARG)) {
                    instruction.setOperand(1, Integer.MAX_VALUE);
                }
            }
        }
    }

    /**
     * Compiles the module to Java bytecode; functions too large for it stay interpreted, as does a whole module that uses
     * what the compiler does not know (SIMD).
     *
     * @return whether later instances run compiled code
     */
    public boolean compile() {
        if (!compiled) {
            try {
                machine = MachineFactoryCompiler.builder(chicory)
                        .withInterpreterFallback(InterpreterFallback.SILENT)
                        .compile();
                compiled = true;
            } catch (RuntimeException e) {
                // The compiler reports what it does not know in many ways; the interpreter is always right.
                return false;
            }
        }
        return true;
    }

    /** Returns whether new instances run compiled code. */
    public boolean compiled() {
        return compiled;
    }

    /**
     * Returns the index of an export in the index space of its kind.
     *
     * @throws IllegalArgumentException if there is none; validation has seen to it that there is
     */
    public int exportIndex(String name) {
        Export export = exports.get(name);
        if (export == null) {
            throw new IllegalArgumentException("no export " + name);
        }
        return export.index();
    }

    /** Returns the kind of an export. */
    CoreKind exportKind(String name) {
        return CoreKind.of(exports.get(name).exportType());
    }

    /** Returns what it is made of, for linking. */
    public ModuleShape shape() {
        return shape;
    }

    /** Returns the number of imports. */
    public int importCount() {
        return chicory.importSection().importCount();
    }

    InstanceTemplate template() {
        return template;
    }

    WasmModule chicory() {
        return chicory;
    }

    Function<Instance, Machine> machine() {
        return machine;
    }

    int memoryImports() {
        return memoryImports;
    }

    int tableImports() {
        return tableImports;
    }

    MemoryImage image(int definedMemory) {
        return images.get(definedMemory);
    }

    void freeze(int definedMemory, MemoryImage image) {
        images.compareAndSet(definedMemory, null, image);
    }

    static boolean isConstant(List<Instruction> expression) {
        return expression.stream()
                .allMatch(
                        instruction -> instruction.opcode() == OpCode.I32_CONST || instruction.opcode() == OpCode.END);
    }

    /**
     * Returns an instance with this module's types whose function 0 is the given function of another module.
     *
     * @param viewer the instance of this module that calls it
     */
    Instance trampoline(Instance viewer, Instance owner, int function) {
        FunctionType type = owner.type(owner.functionType(function));
        int index = typeIndex(type);
        WasmModule module = trampolineModules.computeIfAbsent(index, this::trampolineModule);
        WasmFunctionHandle handle = function < owner.imports().functionCount()
                ? owner.imports().function(function).handle()
                : (ignored, args) -> owner.getMachine().call(function, args);
        ImportFunction target = new ImportFunction(ModuleRewriting.MODULE, ModuleRewriting.name(0), type, handle);
        return Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(target).build())
                .withStart(false)
                .withMachineFactory(self -> (ignored, args) -> {
                    try {
                        return handle.apply(owner, args);
                    } catch (WasmException e) {
                        throw Tags.enter(e, viewer);
                    }
                })
                .build();
    }

    private int typeIndex(FunctionType type) {
        FunctionType[] types = chicory.typeSection().types();
        for (int i = 0; i < types.length; i++) {
            if (type.equals(types[i])) {
                return i;
            }
        }
        throw new Trap(TrapCode.INDIRECT_CALL_MISMATCH, "indirect call type mismatch");
    }

    private WasmModule trampolineModule(int typeIndex) {
        return WasmModule.builder()
                .setTypeSection(chicory.typeSection())
                .setImportSection(ImportSection.builder()
                        .addImport(new FunctionImport(ModuleRewriting.MODULE, ModuleRewriting.name(0), typeIndex))
                        .build())
                .build();
    }
}
