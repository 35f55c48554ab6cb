package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportTag;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TagInstance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TagImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An instance of a core module. Not thread-safe. */
public final class CoreInstance {
    private final CoreModule module;
    private final Instance chicory;
    private final ResourceBudget budget;

    // The declaration of the engine's own table is one object; a guest's may well be equal to it.
    @SuppressWarnings("ReferenceEquality")
    private CoreInstance(
            CoreModule module, ImportValues imports, List<GuestTable> importedTables, ResourceBudget budget) {
        this.module = module;
        this.budget = budget;
        List<GuestTable> tables = new ArrayList<>(importedTables);
        ReferenceTable[] references = new ReferenceTable[1];
        this.chicory = module.template()
                .instantiate(
                        imports,
                        (declaration, initialValue) -> {
                            if (declaration == ReferenceCalls.TABLE) {
                                references[0] = new ReferenceTable(budget.functions());
                                return references[0];
                            }
                            GuestTable table = GuestTable.defined(declaration, initialValue, budget);
                            tables.add(table);
                            return table;
                        },
                        budget);
        tables.forEach(table -> table.bind(this));
        if (references[0] != null) {
            references[0].bind(this);
        }
    }

    /**
     * Instantiates a module and runs its start function.
     *
     * @param imports one per import of the module, in its order; their types were checked by validation
     * @throws RuntimeException anything that {@link Traps#translate} knows
     */
    public static CoreInstance instantiate(CoreModule module, CoreExtern[] imports, ResourceBudget budget) {
        ImportValues.Builder values = ImportValues.builder();
        List<GuestTable> tables = new ArrayList<>();
        List<ReferenceGlobal> globals = new ArrayList<>(0);
        List<Runnable> afterLinking = new ArrayList<>(1);
        for (int i = 0; i < imports.length; i++) {
            String name = ModuleRewriting.name(i);
            CoreExtern extern = imports[i];
            if (extern instanceof CoreExtern.Function function) {
                values.addFunction(importFunction(module, i, name, function.function(), budget));
            } else if (extern instanceof CoreExtern.Memory memory) {
                values.addMemory(new ImportMemory(
                        ModuleRewriting.MODULE, name, memory.memory().view()));
            } else if (extern instanceof CoreExtern.Table table) {
                GuestTable view = table.table().view();
                tables.add(view);
                values.addTable(new ImportTable(ModuleRewriting.MODULE, name, view));
            } else if (extern instanceof CoreExtern.Global global) {
                GlobalInstance given = global.global();
                if (module.importsReference(i)) {
                    ReferenceGlobal view = ReferenceGlobal.view(given, budget.functions());
                    globals.add(view);
                    given = view;
                }
                values.addGlobal(new ImportGlobal(ModuleRewriting.MODULE, name, given));
            } else if (extern instanceof CoreExtern.Tag tag) {
                TagImport declared =
                        (TagImport) module.chicory().importSection().getImport(i);
                TagInstance view = Tags.view(
                        declared,
                        module.chicory()
                                .typeSection()
                                .getType(declared.tagType().typeIdx()));
                afterLinking.add(() -> Tags.identify(view, tag.tag()));
                values.addTag(new ImportTag(ModuleRewriting.MODULE, name, view));
            }
        }
        CoreInstance instance = new CoreInstance(module, values.build(), tables, budget);
        afterLinking.forEach(Runnable::run);
        globals.forEach(global -> global.bind(instance.chicory));
        Tags.define(instance.chicory, budget);
        instance.chicory.initialize(false);
        return instance;
    }

    private static ImportFunction importFunction(
            CoreModule module, int position, String name, CoreFunction function, ResourceBudget budget) {
        FunctionImport declared =
                (FunctionImport) module.chicory().importSection().getImport(position);
        FunctionType type = module.chicory().typeSection().getType(declared.typeIndex());
        Optional<FunctionReferences> references = module.references(type);
        if (references.isPresent()) {
            return new ImportFunction(ModuleRewriting.MODULE, name, type, (caller, args) -> {
                try {
                    return references
                            .get()
                            .forHolder(function, caller, budget.functions())
                            .call(args);
                } catch (WasmException e) {
                    throw Tags.enter(e, caller, budget.functions());
                }
            });
        }
        return new ImportFunction(ModuleRewriting.MODULE, name, type, (caller, args) -> {
            try {
                return function.call(args);
            } catch (WasmException e) {
                throw Tags.enter(e, caller, budget.functions());
            }
        });
    }

    /** Returns an export of any kind. */
    public CoreExtern export(String name) {
        int index = module.exportIndex(name);
        return switch (module.exportKind(name)) {
            case FUNCTION -> new CoreExtern.Function(function(index));
            case MEMORY -> new CoreExtern.Memory(memory(index));
            case TABLE -> new CoreExtern.Table((GuestTable) chicory.table(index));
            case GLOBAL -> new CoreExtern.Global(chicory.global(index));
            case TAG -> new CoreExtern.Tag(chicory.tag(index));
        };
    }

    /** Returns a function by its index. */
    public CoreFunction function(int index) {
        CoreFunction function = ownFunction(index);
        return module.references(index)
                .map(references -> references.forOthers(function, chicory, budget.functions()))
                .orElse(function);
    }

    private CoreFunction ownFunction(int index) {
        if (index < chicory.imports().functionCount()) {
            var handle = chicory.imports().function(index).handle();
            return args -> handle.apply(chicory, args);
        }
        var machine = chicory.getMachine();
        return args -> machine.call(index, args);
    }

    /** Returns a memory by its index. */
    public GuestMemory memory(int index) {
        return (GuestMemory) chicory.memory(index);
    }

    /**
     * Lays out the memories that this instance defines for being used again and again; between calls only.
     *
     * @param allowance bytes that may be spent on that
     */
    public void gatherMemories(long allowance) {
        long left = allowance;
        for (int i = 0; i < module.definedMemories(); i++) {
            left -= memory(module.memoryImports() + i).gather(left);
        }
    }

    /** Returns the bytes that are spent on memories that are laid out for being used again. */
    public long gatheredBytes() {
        long bytes = 0;
        for (int i = 0; i < module.definedMemories(); i++) {
            bytes += memory(module.memoryImports() + i).gatheredBytes();
        }
        return bytes;
    }

    CoreModule module() {
        return module;
    }

    Instance chicory() {
        return chicory;
    }
}
