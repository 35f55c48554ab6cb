package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.GlobalFactory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableFactory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TagType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes instances of one module without Chicory's builder, which looks every import up by name among all the others and
 * lays out the module anew each time: most of what a fresh instance cost. The constructor behind it is not public; where
 * it cannot be reached, the builder does the work. (Chicory 1.7.5 is the last release, so it does not move.)
 */
final class InstanceTemplate {
    private static final Constructor<Instance> CONSTRUCTOR = constructor();

    private final CoreModule module;
    private final WasmModule chicory;
    private final Function<Instance, Machine> machine;
    private final Global[] globals;
    private final FunctionBody[] functions;
    private final FunctionType[] types;
    private final int[] functionTypes;
    private final Table[] tables;
    private final Element[] elements;
    private final TagType[] tags;
    private final MemoryLimits[] memories;
    private final Map<String, Export> exports;
    private final boolean tailCalls;

    InstanceTemplate(
            CoreModule module, WasmModule chicory, Map<String, Export> exports, Function<Instance, Machine> machine) {
        this.module = module;
        this.chicory = chicory;
        this.exports = exports;
        this.machine = machine;
        this.globals = chicory.globalSection().globals();
        this.functions = chicory.codeSection().functionBodies();
        this.tailCalls = Arrays.stream(functions).anyMatch(TailCalls::isMadeBy);
        this.types = chicory.typeSection().types();
        this.functionTypes = functionTypes(chicory);
        this.tables = tables(chicory);
        this.elements = chicory.elementSection().elements();
        this.tags = chicory.tagSection().map(TagSection::types).orElse(null);
        this.memories = new MemoryLimits
                [chicory.memorySection().map(section -> section.memoryCount()).orElse(0)];
        for (int i = 0; i < memories.length; i++) {
            memories[i] = chicory.memorySection().orElseThrow().getMemory(i).limits();
        }
    }

    /** Returns whether instances can have a table that their module does not declare. */
    static boolean canAddTables() {
        return CONSTRUCTOR != null;
    }

    private static Table[] tables(WasmModule chicory) {
        int declared = chicory.tableSection().tableCount();
        int added = ReferenceCalls.table(chicory);
        boolean adds = Arrays.stream(chicory.codeSection().functionBodies())
                .anyMatch(body -> ReferenceCalls.calls(body, added));
        Table[] tables = new Table[adds ? declared + 1 : declared];
        for (int i = 0; i < declared; i++) {
            tables[i] = chicory.tableSection().getTable(i);
        }
        if (adds) {
            tables[declared] = ReferenceCalls.TABLE;
        }
        return tables;
    }

    /** Returns the type of a function by its index. */
    FunctionType functionType(int function) {
        return types[functionTypes[function]];
    }

    private static Constructor<Instance> constructor() {
        try {
            Constructor<Instance> found = Instance.class.getDeclaredConstructor(
                    WasmModule.class,
                    Global[].class,
                    Memory[].class,
                    DataSegment[].class,
                    FunctionBody[].class,
                    FunctionType[].class,
                    int[].class,
                    ImportValues.class,
                    Table[].class,
                    Element[].class,
                    TagType[].class,
                    Map.class,
                    Function.class,
                    TableFactory.class,
                    GlobalFactory.class,
                    boolean.class,
                    boolean.class,
                    ExecutionListener.class);
            found.setAccessible(true);
            return found;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static int[] functionTypes(WasmModule chicory) {
        int imported = (int) chicory.importSection().stream()
                .filter(FunctionImport.class::isInstance)
                .count();
        int[] found = new int[imported + chicory.functionSection().functionCount()];
        int next = 0;
        for (int i = 0; i < chicory.importSection().importCount(); i++) {
            if (chicory.importSection().getImport(i) instanceof FunctionImport function) {
                found[next++] = function.typeIndex();
            }
        }
        for (int i = 0; i < chicory.functionSection().functionCount(); i++) {
            found[next++] = chicory.functionSection().getFunctionType(i);
        }
        return found;
    }

    /** Returns a new instance that is not initialised yet; the imports are in the order of the module's. */
    Instance instantiate(ImportValues imports, TableFactory tableFactory, ResourceBudget budget) {
        if (!tailCalls) {
            return instantiate(imports, tableFactory, budget, InterruptionCheck.INSTANCE);
        }
        TailCalls listener = new TailCalls();
        Instance made = instantiate(imports, tableFactory, budget, listener);
        listener.bind(made);
        return made;
    }

    private Instance instantiate(
            ImportValues imports, TableFactory tableFactory, ResourceBudget budget, ExecutionListener listener) {
        if (CONSTRUCTOR == null) {
            int[] next = {0};
            return Instance.builder(chicory)
                    .withImportValues(imports)
                    .withMachineFactory(machine)
                    .withMemoryFactory((MemoryLimits limits) -> new GuestMemory(module, next[0]++, limits, budget))
                    .withTableFactory(tableFactory)
                    .withUnsafeExecutionListener(listener)
                    .withInitialize(false)
                    .withStart(false)
                    .build();
        }
        Memory[] made = new Memory[memories.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = new GuestMemory(module, i, memories[i], budget);
        }
        try {
            return CONSTRUCTOR.newInstance(
                    chicory,
                    globals,
                    made,
                    chicory.dataSection().dataSegments(),
                    functions,
                    types,
                    functionTypes,
                    imports,
                    tables,
                    elements,
                    tags,
                    exports,
                    machine,
                    tableFactory,
                    null,
                    false,
                    false,
                    listener);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
