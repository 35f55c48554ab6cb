package io.fuscia.wit.runtime;

import io.fuscia.wit.linking.FlatComponent;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.validation.ValidatedComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A component that is ready to be instantiated any number of times; immutable and thread-safe. */
public final class CompiledComponent {
    private final ValidatedComponent validated;
    private final FlatComponent flat;
    private final List<CoreModule> modules;
    private final Map<Integer, FlatComponent.Step.InstantiateModule> instantiations;
    private final ExportTable exportTable;
    private final Watchdog watchdog;
    private final ReuseAllowance reuseAllowance;
    private volatile BoundImports lastBound;

    CompiledComponent(
            ValidatedComponent validated,
            FlatComponent flat,
            List<CoreModule> modules,
            Watchdog watchdog,
            ReuseAllowance reuseAllowance) {
        this.validated = validated;
        this.flat = ShimRemoval.apply(flat, modules);
        this.modules = List.copyOf(modules);
        this.instantiations = new HashMap<>();
        this.flat.steps().forEach(step -> {
            if (step instanceof FlatComponent.Step.InstantiateModule instantiate) {
                instantiations.put(instantiate.coreInstance(), instantiate);
            }
        });
        this.exportTable = ExportTable.of(flat);
        this.watchdog = watchdog;
        this.reuseAllowance = reuseAllowance;
    }

    /** Returns the imports in order, each name with its type. */
    public Map<String, ExternType> imports() {
        return validated.type().imports();
    }

    /** Returns the exports in order, each name with its type. */
    public Map<String, ExternType> exports() {
        return validated.type().exports();
    }

    /** Returns the validated component itself, with all its definitions and types. */
    public ValidatedComponent validated() {
        return validated;
    }

    /** Returns whether new instances run Java bytecode rather than the interpreter, as far as that is possible. */
    public boolean compiledToBytecode() {
        return modules.stream().allMatch(CoreModule::compiled);
    }

    /**
     * Returns why core modules stay interpreted although they were to be compiled: one text for each on which the compiler
     * failed. Empty as long as none is known to.
     */
    public List<String> notCompiled() {
        return modules.stream().flatMap(module -> module.notCompiled().stream()).toList();
    }

    /**
     * Makes a fresh instance.
     *
     * @param imports what the host offers; what the component does not import is ignored
     * @param limits what the instance may use; instantiation counts as one call
     * @param attachments objects for host functions, found again by {@link HostCall#attachment}
     * @throws io.fuscia.wit.UnlinkableComponentException if an import is missing
     * @throws io.fuscia.wit.Trap if a start function traps or a limit is exceeded
     */
    public ComponentInstance instantiate(HostImports imports, InstanceLimits limits, Object... attachments) {
        return instantiate(CallOptions.DEFAULT, imports, limits, attachments);
    }

    /** Makes a fresh instance under a deadline or cancellation of its own; see the other overload. */
    public ComponentInstance instantiate(
            CallOptions options, HostImports imports, InstanceLimits limits, Object... attachments) {
        CallGuard guard = new CallGuard(watchdog);
        ComponentInstance instance =
                new ComponentInstance(this, bind(imports), limits, guard, new InstanceCall(guard, limits, attachments));
        instance.start(options);
        return instance;
    }

    /**
     * Checks that a host offers everything that the component imports.
     *
     * @throws io.fuscia.wit.UnlinkableComponentException if an import is missing
     */
    public void checkLinkable(HostImports imports) {
        bind(imports);
    }

    private BoundImports bind(HostImports imports) {
        BoundImports bound = lastBound;
        if (bound == null || bound.source() != imports) {
            bound = BoundImports.bind(flat, imports);
            lastBound = bound;
        }
        return bound;
    }

    FlatComponent flat() {
        return flat;
    }

    FlatComponent.Step.InstantiateModule instantiation(int coreInstance) {
        return instantiations.get(coreInstance);
    }

    CoreModule module(int index) {
        return modules.get(index);
    }

    List<CoreModule> modules() {
        return modules;
    }

    ReuseAllowance reuseAllowance() {
        return reuseAllowance;
    }

    ExportTable exportTable() {
        return exportTable;
    }
}
