package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.CanonicalSite;
import io.fuscia.wit.abi.ComponentCallable;
import io.fuscia.wit.abi.ComponentState;
import io.fuscia.wit.abi.ComponentStore;
import io.fuscia.wit.abi.LiftedFunction;
import io.fuscia.wit.abi.LoweredFunction;
import io.fuscia.wit.linking.CoreReference;
import io.fuscia.wit.linking.FlatComponent;
import io.fuscia.wit.linking.FunctionReference;
import io.fuscia.wit.machine.CoreExtern;
import io.fuscia.wit.machine.CoreFunction;
import io.fuscia.wit.machine.CoreInstance;
import io.fuscia.wit.machine.GuestMemory;
import io.fuscia.wit.machine.ResourceBudget;
import io.fuscia.wit.machine.Traps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A running component. Use it from one thread at a time; only {@link #cancel} may be called from anywhere. After a trap
 * it is poisoned: every later call traps with {@link TrapCode#POISONED}.
 */
public final class ComponentInstance implements AutoCloseable {
    /** An instance that was called this often will be called again: what makes its calls faster may take memory. */
    private static final int CALLS_OF_REUSED = 8;

    private final CompiledComponent component;
    private final FlatComponent flat;
    private final BoundImports imports;
    private final InstanceLimits limits;
    private final CallGuard guard;
    private final InstanceCall hostCall;
    private final ResourceBudget budget;
    private final ComponentStore store;
    private final ComponentState[] states;
    private final CoreInstance[] coreInstances;
    private final LiftedFunction[] lifted;
    private int stepsTaken;
    private int calls;
    private int gatherAt = CALLS_OF_REUSED;
    private long gathered;
    private boolean running;
    private boolean closed;

    ComponentInstance(
            CompiledComponent component,
            BoundImports imports,
            InstanceLimits limits,
            CallGuard guard,
            InstanceCall hostCall) {
        this.component = component;
        this.flat = component.flat();
        this.imports = imports;
        this.limits = limits;
        this.guard = guard;
        this.hostCall = hostCall;
        this.budget = new ResourceBudget(limits.maxMemoryPages(), limits.maxTableElements());
        this.store = new ComponentStore(
                flat.resources().size(), limits.maxCallDepth(), limits.maxHandles(), limits.maxOutputBytes());
        this.states = new ComponentState[flat.componentInstances()];
        for (int i = 0; i < states.length; i++) {
            states[i] = new ComponentState(store);
        }
        this.coreInstances = new CoreInstance[flat.steps().size()];
        this.lifted = new LiftedFunction[flat.liftings().size()];
        for (int i = 0; i < imports.resources().size(); i++) {
            if (imports.resources().get(i) != null) {
                store.bind(i, imports.resources().get(i).tag());
            }
        }
    }

    /** Takes every step of the instantiation. */
    void start(CallOptions options) {
        try {
            run(options, () -> {
                for (FlatComponent.Step step : flat.steps()) {
                    take(step);
                    stepsTaken++;
                }
                return null;
            });
        } catch (RuntimeException e) {
            try {
                close();
            } catch (RuntimeException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    private void take(FlatComponent.Step step) {
        if (step instanceof FlatComponent.Step.InstantiateModule instantiate) {
            if (!component.module(instantiate.module()).shape().pure()) {
                instantiate(instantiate);
            }
        } else if (step instanceof FlatComponent.Step.Call call) {
            CoreFunction function = function(call.function());
            if (function != null) {
                function.call();
            }
        } else if (step instanceof FlatComponent.Step.DefineResource define) {
            FlatComponent.Resource.Guest resource =
                    (FlatComponent.Resource.Guest) flat.resources().get(define.resource());
            CoreFunction destructor = function(resource.destructor());
            store.bind(define.resource(), new GuestTag(resource.name(), states[resource.instance()], this, destructor));
        }
    }

    private CoreInstance instantiate(FlatComponent.Step.InstantiateModule step) {
        List<CoreReference> wanted = step.imports();
        CoreExtern[] given = new CoreExtern[wanted.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = resolve(wanted.get(i));
        }
        CoreInstance made = CoreInstance.instantiate(component.module(step.module()), given, budget);
        coreInstances[step.coreInstance()] = made;
        return made;
    }

    /** Returns a core instance; one whose making nobody could see is made only now. */
    private CoreInstance core(int index) {
        CoreInstance made = coreInstances[index];
        return made != null ? made : instantiate(component.instantiation(index));
    }

    private CoreExtern resolve(CoreReference reference) {
        return reference instanceof CoreReference.Export export
                ? core(export.coreInstance()).export(export.name())
                : new CoreExtern.Function(function(reference));
    }

    private CoreFunction function(CoreReference reference) {
        if (reference instanceof CoreReference.Export export) {
            return ((CoreExtern.Function) core(export.coreInstance()).export(export.name())).function();
        } else if (reference instanceof CoreReference.Deferred deferred) {
            return new DeferredFunction(() -> available(deferred));
        } else if (reference instanceof CoreReference.Lowered lowered) {
            FlatComponent.Lowering lowering = flat.lowerings().get(lowered.lowering());
            if (lowering.recursive()) {
                return args -> {
                    throw new Trap(TrapCode.CANNOT_ENTER, "cannot enter component instance: the call is recursive");
                };
            }
            return new LoweredFunction(lowering.plan(), site(lowering.site()), callable(lowering.callee()));
        } else if (reference instanceof CoreReference.ResourceNew builtin) {
            ComponentState state = states[builtin.instance()];
            return args ->
                    new long[] {Integer.toUnsignedLong(state.resourceNew(store.tag(builtin.resource()), (int) args[0]))
                    };
        } else if (reference instanceof CoreReference.ResourceRep builtin) {
            ComponentState state = states[builtin.instance()];
            return args ->
                    new long[] {Integer.toUnsignedLong(state.resourceRep(store.tag(builtin.resource()), (int) args[0]))
                    };
        } else if (reference instanceof CoreReference.ResourceDrop builtin) {
            ComponentState state = states[builtin.instance()];
            return args -> {
                state.resourceDrop(store.tag(builtin.resource()), (int) args[0]);
                return null;
            };
        }
        return null;
    }

    private CoreFunction available(CoreReference.Deferred deferred) {
        if (stepsTaken < deferred.availableFrom()) {
            throw new Trap(TrapCode.NULL_REFERENCE, "uninitialized element");
        }
        return function(deferred.target());
    }

    private CanonicalSite site(FlatComponent.Site site) {
        GuestMemory memory = site.memory() instanceof CoreReference.Export export
                ? ((CoreExtern.Memory) core(export.coreInstance()).export(export.name())).memory()
                : null;
        return new CanonicalSite(states[site.instance()], memory, function(site.realloc()), site.encoding());
    }

    private ComponentCallable callable(FunctionReference reference) {
        if (reference instanceof FunctionReference.Hosted hosted) {
            return new HostBinding(
                    flat.hosted().get(hosted.function()).toString(),
                    imports.functions().get(hosted.function()),
                    hostCall);
        }
        int index = ((FunctionReference.Lifted) reference).lifting();
        if (lifted[index] == null) {
            FlatComponent.Lifting lifting = flat.liftings().get(index);
            lifted[index] = new LiftedFunction(
                    lifting.plan(), site(lifting.site()), function(lifting.core()), function(lifting.postReturn()));
        }
        return lifted[index];
    }

    /**
     * Returns an exported function.
     *
     * @param instance exported instance, such as {@code fuscia:task/task@0.1.0} (a semver-compatible version is found
     *     too), or null for a function that the component exports itself
     * @param name function name, such as {@code execute}
     * @throws java.util.NoSuchElementException if there is none
     */
    public ComponentFunction function(String instance, String name) {
        return findFunction(instance, name).orElseThrow();
    }

    /**
     * Returns a function that the component exports itself, outside any instance.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public ComponentFunction function(String name) {
        return function(null, name);
    }

    /** Returns an exported function, empty if there is none; see {@link #function(String, String)}. */
    public Optional<ComponentFunction> findFunction(String instance, String name) {
        FlatComponent.Export.Function export = component.exportTable().find(instance, name);
        return export == null
                ? Optional.empty()
                : Optional.of(new ComponentFunction(this, export.type(), callable(export.reference())));
    }

    /** Stops the call that is running, if any; from any thread. The instance is poisoned. */
    public void cancel() {
        guard.cancel();
    }

    /** Returns the linear memory in use, in 64 KiB pages. */
    public int memoryPages() {
        return budget.pages();
    }

    /** Runs one outermost call under the guard; anything but a mistake of the caller's poisons the instance. */
    <T> T run(CallOptions options, Supplier<T> body) {
        if (closed) {
            throw new IllegalStateException("the instance is closed");
        }
        if (running) {
            throw new Trap(TrapCode.CANNOT_ENTER, "cannot enter component instance: it is running");
        }
        store.beginCall();
        if (++calls == gatherAt) {
            gatherMemories();
        }
        running = true;
        guard.begin(limits.wallMillis(), options);
        try {
            Trap stopped = guard.stopRequested();
            if (stopped != null) {
                throw stopped;
            }
            return body.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            if (stepsTaken == flat.steps().size() && Arrays.stream(states).noneMatch(ComponentState::entered)) {
                // The caller's mistake: no guest code was left in the middle.
                throw e;
            }
            store.poison();
            throw refine(Traps.translate(e));
        } catch (RuntimeException | Error e) {
            store.poison();
            throw refine(Traps.translate(e));
        } finally {
            guard.end();
            running = false;
        }
    }

    /** Lays out the memories for calls to come, as far as the engine has something left for that. */
    private void gatherMemories() {
        gatherAt = gatherAt > Integer.MAX_VALUE / 2 ? 0 : 2 * gatherAt;
        long left = gathered + component.reuseAllowance().takeAll() - gatheredBytes();
        for (CoreInstance core : coreInstances) {
            if (core != null) {
                long before = core.gatheredBytes();
                core.gatherMemories(left);
                left -= core.gatheredBytes() - before;
            }
        }
        gathered = gatheredBytes();
        component.reuseAllowance().giveBack(left);
    }

    private long gatheredBytes() {
        long bytes = 0;
        for (CoreInstance core : coreInstances) {
            bytes += core == null ? 0 : core.gatheredBytes();
        }
        return bytes;
    }

    /** Says why a trap happened where the machine cannot know. */
    private Trap refine(Trap trap) {
        if (trap.code() == TrapCode.INTERRUPTED) {
            Trap stopped = guard.stopped();
            return stopped == null ? trap : stopped;
        }
        if (trap.code() == TrapCode.UNREACHABLE && budget.growthDenied()) {
            return new Trap(
                    TrapCode.MEMORY_LIMIT,
                    "the guest gave up after it was refused memory beyond " + limits.maxMemoryPages() + " pages",
                    trap);
        }
        if (trap.code() == TrapCode.UNREACHABLE && budget.tableGrowthDenied()) {
            return new Trap(
                    TrapCode.TABLE_LIMIT,
                    "the guest gave up after it was refused more than " + limits.maxTableElements() + " table elements",
                    trap);
        }
        return trap;
    }

    /**
     * Runs a destructor that the host asked for: within a running call, or as a call of its own. If it traps within one,
     * that call cannot go on, whatever the host makes of the trap (Text.md#component-invariants).
     */
    void destroyFromHost(Runnable destructor) {
        if (running) {
            try {
                destructor.run();
            } catch (RuntimeException | Error e) {
                store.poison();
                throw e;
            }
        } else {
            run(CallOptions.DEFAULT, () -> {
                destructor.run();
                return null;
            });
        }
    }

    /**
     * Ends the instance: host resources that it still owns are destroyed, each of them whatever the others do. Guest code
     * does not run.
     *
     * @throws Trap with {@link TrapCode#HOST_ERROR} if a destructor of the host failed
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        guard.close();
        component.reuseAllowance().giveBack(gathered);
        gathered = 0;
        RuntimeException first = null;
        for (ComponentState state : states) {
            for (RuntimeException failure : state.releaseHosted()) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
