package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
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
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A parsed core module, shared by all its instances. It starts interpreted, unless a {@link CodeFolder} has its compiled
 * code; {@link #compile} switches the instances made after it to Java bytecode, and lets go of the instructions that only
 * the interpreter reads: they take twenty times the space of the bytes that they were read from. Thread-safe.
 */
public final class CoreModule {
    private final Map<String, Export> exports;
    private final ModuleShape shape;
    private final int memoryImports;
    private final int tableImports;
    private final AtomicReferenceArray<MemoryImage> images;
    private final Map<Integer, WasmModule> trampolineModules = new ConcurrentHashMap<>();
    /** Whether a function type of the module has references to functions, which hardly any has. */
    private final boolean referencing;

    private final CodeFolder folder;
    private volatile Form form;
    /** Why it stays interpreted, null as long as nothing speaks against compiling it. */
    private volatile String notCompiled;

    /**
     * How instances are made now.
     *
     * @param source the module's bytes while it is interpreted, null once it is compiled
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Form(WasmModule chicory, InstanceTemplate template, byte[] source) {}

    private CoreModule(WasmModule chicory, byte[] source, CompiledCode code, CodeFolder folder) {
        this.folder = folder;
        this.referencing = Arrays.stream(chicory.typeSection().types())
                .anyMatch(type -> type != null
                        && !FunctionReferences.of(type, chicory.typeSection()).none());
        Map<String, Export> byName = new HashMap<>();
        for (int i = 0; i < chicory.exportSection().exportCount(); i++) {
            Export export = chicory.exportSection().getExport(i);
            byName.put(export.name(), export);
        }
        this.exports = Map.copyOf(byName);
        this.shape = ModuleShape.of(chicory);
        this.memoryImports = chicory.importSection().count(ExternalType.MEMORY);
        this.tableImports = chicory.importSection().count(ExternalType.TABLE);
        this.images = new AtomicReferenceArray<>(
                chicory.memorySection().map(section -> section.memoryCount()).orElse(0));
        this.form = code == null
                ? new Form(chicory, new InstanceTemplate(this, chicory, exports, GuestInterpreter::new), source)
                : compiledForm(chicory, code);
    }

    private Form compiledForm(WasmModule chicory, CompiledCode code) {
        return new Form(chicory, new InstanceTemplate(this, chicory, exports, code.machine()), null);
    }

    /**
     * Parses and validates a core module, which will be interpreted until it is compiled.
     *
     * @throws UnsupportedModuleException if Chicory cannot run it
     */
    public static CoreModule parse(byte[] bytes) {
        return parse(bytes, Optional.empty());
    }

    /**
     * Parses and validates a core module, or takes its compiled code from a folder: what is there was valid when it was
     * put there.
     *
     * @throws UnsupportedModuleException if Chicory cannot run it
     */
    public static CoreModule parse(byte[] bytes, Optional<CodeFolder> folder) {
        try {
            byte[] source = ModuleRewriting.rewrite(bytes);
            Optional<CoreModule> stored =
                    folder.flatMap(known -> known.read(source)).flatMap(CoreModule::stored);
            if (stored.isPresent()) {
                return stored.get();
            }
            return new CoreModule(parseRewritten(source), source, null, folder.orElse(null));
        } catch (UnsupportedModuleException e) {
            throw e;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            // Besides its own exceptions Chicory's parser lets index errors and assertions out of hostile bytes.
            throw UnsupportedFeatures.find(bytes)
                    .map(feature -> new UnsupportedModuleException("unsupported feature: " + feature, false, e))
                    .orElseGet(() -> new UnsupportedModuleException(
                            String.valueOf(e.getMessage()), e instanceof MalformedException, e));
        }
    }

    /** Returns a module with code from a folder, empty if it cannot be used after all: then it is made anew. */
    private static Optional<CoreModule> stored(CompiledCode code) {
        try {
            return Optional.of(new CoreModule(parseRewritten(code.module()), null, code, null));
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    static WasmModule parseRewritten(byte[] rewritten) {
        return ReferenceCalls.turn(parseUnturned(rewritten));
    }

    /** Returns the module with {@code call_ref} as it is, for the compiler. */
    static WasmModule parseUnturned(byte[] rewritten) {
        WasmModule module = Parser.parse(rewritten);
        RefusedInstructions.check(module);
        clampOffsets(module);
        return module;
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
     * Compiles the module to Java bytecode, unless it is. Functions that cannot be compiled stay interpreted, as does a
     * whole module on which the compiler fails: it is not tried again, and {@link #notCompiled} says why.
     *
     * @return whether later instances run compiled code
     */
    public boolean compile() {
        return compile(Set.of());
    }

    /**
     * Compiles the module but for some functions.
     *
     * @param interpreted their indices
     */
    boolean compile(Set<Integer> interpreted) {
        Form before = form;
        if (before.source() == null) {
            return true;
        }
        if (notCompiled != null) {
            return false;
        }
        try {
            CompiledCode code = CodeCompiler.compile(before.source(), interpreted);
            form = compiledForm(parseRewritten(code.module()), code);
            if (folder != null) {
                folder.write(before.source(), code);
            }
            return true;
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            // The compiler reports what it does not know in many ways; the interpreter is always right.
            notCompiled = reason(e);
            return false;
        }
    }

    /** The failure and where it was: of many the class is all that they say. */
    private static String reason(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return "the compiler failed: " + failure + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Returns why this module stays interpreted although it was to be compiled, empty if nothing is known against it. */
    public Optional<String> notCompiled() {
        return Optional.ofNullable(notCompiled);
    }

    /** Returns whether new instances run compiled code. */
    public boolean compiled() {
        return form.source() == null;
    }

    /** Returns the size of what is left to compile, 0 if it is compiled or cannot be. */
    public int bytesToCompile() {
        byte[] source = form.source();
        return source == null || notCompiled != null ? 0 : source.length;
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
        return chicory().importSection().importCount();
    }

    InstanceTemplate template() {
        return form.template();
    }

    WasmModule chicory() {
        return form.chicory();
    }

    int memoryImports() {
        return memoryImports;
    }

    int definedMemories() {
        return images.length();
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

    /** Returns where a function type of this module has references to functions, empty if nowhere. */
    Optional<FunctionReferences> references(FunctionType type) {
        return referencing
                ? Optional.of(FunctionReferences.of(type, chicory().typeSection()))
                        .filter(found -> !found.none())
                : Optional.empty();
    }

    /** Returns whether an import is a global that holds a reference to a function. */
    boolean importsReference(int position) {
        return chicory().importSection().getImport(position) instanceof GlobalImport global
                && FunctionReferences.isReference(global.type(), chicory().typeSection());
    }

    /** Returns where a function of this module has references to functions, empty if nowhere. */
    Optional<FunctionReferences> references(int function) {
        return referencing ? references(template().functionType(function)) : Optional.empty();
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
    Instance trampoline(Instance viewer, ForeignFunctions.Function target, ForeignFunctions functions) {
        Instance owner = target.owner();
        int function = target.index();
        FunctionType type = owner.type(owner.functionType(function));
        int index = typeIndex(type);
        WasmModule module = trampolineModules.computeIfAbsent(index, this::trampolineModule);
        WasmFunctionHandle handle = function < owner.imports().functionCount()
                ? owner.imports().function(function).handle()
                : (ignored, args) -> owner.getMachine().call(function, args);
        CoreFunction called = renumbering(
                chicory().typeSection().getType(index), viewer, owner, args -> handle.apply(owner, args), functions);
        ImportFunction imported = new ImportFunction(ModuleRewriting.MODULE, ModuleRewriting.name(0), type, handle);
        return Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(imported).build())
                .withStart(false)
                .withMachineFactory(self -> (ignored, args) -> {
                    try {
                        return called.call(args);
                    } catch (WasmException e) {
                        throw Tags.enter(e, viewer, functions);
                    }
                })
                .build();
    }

    private CoreFunction renumbering(
            FunctionType type, Instance viewer, Instance owner, CoreFunction function, ForeignFunctions functions) {
        return references(type)
                .map(references ->
                        references.forHolder(references.forOthers(function, owner, functions), viewer, functions))
                .orElse(function);
    }

    private int typeIndex(FunctionType type) {
        FunctionType[] types = chicory().typeSection().types();
        for (int i = 0; i < types.length; i++) {
            if (type.equals(types[i])) {
                return i;
            }
        }
        throw new Trap(TrapCode.INDIRECT_CALL_MISMATCH, "indirect call type mismatch");
    }

    private WasmModule trampolineModule(int typeIndex) {
        return WasmModule.builder()
                .setTypeSection(chicory().typeSection())
                .setImportSection(ImportSection.builder()
                        .addImport(new FunctionImport(ModuleRewriting.MODULE, ModuleRewriting.name(0), typeIndex))
                        .build())
                .build();
    }
}
