package io.fuscia.wit.runtime;

import io.fuscia.wit.linking.CoreReference;
import io.fuscia.wit.linking.FlatComponent;
import io.fuscia.wit.linking.FlatComponent.Step.InstantiateModule;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.machine.ModuleShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Leaves out the pair of core modules that toolchains put between a module and its imports (see {@link ModuleShape}):
 * who called through the first module's table now calls what the second one put there. That halves the time of a fresh
 * instance. One use, one thread.
 */
final class ShimRemoval {
    private final FlatComponent component;
    private final List<CoreModule> modules;
    private final Map<CoreReference, CoreReference> redirects = new HashMap<>();
    private final FlatComponent.Step[] steps;

    private ShimRemoval(FlatComponent component, List<CoreModule> modules) {
        this.component = component;
        this.modules = modules;
        this.steps = component.steps().toArray(FlatComponent.Step[]::new);
    }

    static FlatComponent apply(FlatComponent component, List<CoreModule> modules) {
        return new ShimRemoval(component, modules).run();
    }

    private FlatComponent run() {
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] instanceof InstantiateModule instantiate) {
                int step = i;
                shape(instantiate).filler().ifPresent(filler -> remove(step, instantiate, filler));
            }
        }
        return redirects.isEmpty() ? component : rewritten();
    }

    private ModuleShape shape(InstantiateModule instantiate) {
        return modules.get(instantiate.module()).shape();
    }

    private void remove(int fillerStep, InstantiateModule instantiate, ModuleShape.Filler filler) {
        CoreReference table = instantiate.imports().get(filler.table());
        if (!(table instanceof CoreReference.Export export) || uses(table) != 1) {
            return;
        }
        int shimStep = stepOf(export.coreInstance());
        var forwarders = shape((InstantiateModule) steps[shimStep]).forwarders();
        if (forwarders.isEmpty()) {
            return;
        }
        Map<CoreReference, CoreReference> found = new HashMap<>();
        for (var forwarder : forwarders.get().entrySet()) {
            int slot = forwarder.getValue().slot();
            if (slot < 0
                    || slot >= filler.elements().size()
                    || !filler.types().get(slot).equals(forwarder.getValue().type())) {
                return;
            }
            CoreReference target = instantiate.imports().get(filler.elements().get(slot));
            found.put(
                    new CoreReference.Export(export.coreInstance(), forwarder.getKey()),
                    new CoreReference.Deferred(target, fillerStep));
        }
        redirects.putAll(found);
        steps[shimStep] = new FlatComponent.Step.Call(null);
        steps[fillerStep] = new FlatComponent.Step.Call(
                filler.start() < 0 ? null : instantiate.imports().get(filler.start()));
    }

    private int stepOf(int coreInstance) {
        for (int i = 0; i < steps.length; i++) {
            if (component.steps().get(i) instanceof InstantiateModule instantiate
                    && instantiate.coreInstance() == coreInstance) {
                return i;
            }
        }
        throw new IllegalStateException("no step makes core instance " + coreInstance);
    }

    private long uses(CoreReference reference) {
        return component.steps().stream()
                .filter(InstantiateModule.class::isInstance)
                .flatMap(step -> ((InstantiateModule) step).imports().stream())
                .filter(reference::equals)
                .count();
    }

    private FlatComponent rewritten() {
        List<FlatComponent.Step> rewrittenSteps = new ArrayList<>();
        for (FlatComponent.Step step : steps) {
            if (step instanceof InstantiateModule instantiate) {
                List<CoreReference> imports =
                        instantiate.imports().stream().map(this::redirect).toList();
                rewrittenSteps.add(new InstantiateModule(instantiate.coreInstance(), instantiate.module(), imports));
            } else if (step instanceof FlatComponent.Step.Call call) {
                rewrittenSteps.add(new FlatComponent.Step.Call(redirect(call.function())));
            } else {
                rewrittenSteps.add(step);
            }
        }
        return new FlatComponent(
                component.modules(),
                component.componentInstances(),
                rewrittenSteps,
                component.resources().stream().map(this::redirect).toList(),
                component.liftings().stream()
                        .map(lifting -> new FlatComponent.Lifting(
                                redirect(lifting.site()),
                                redirect(lifting.core()),
                                redirect(lifting.postReturn()),
                                lifting.plan(),
                                lifting.type()))
                        .toList(),
                component.lowerings().stream().map(this::redirect).toList(),
                component.hosted(),
                component.exports());
    }

    private FlatComponent.Resource redirect(FlatComponent.Resource resource) {
        return resource instanceof FlatComponent.Resource.Guest guest
                ? new FlatComponent.Resource.Guest(guest.name(), guest.instance(), redirect(guest.destructor()))
                : resource;
    }

    private FlatComponent.Lowering redirect(FlatComponent.Lowering lowering) {
        return new FlatComponent.Lowering(
                redirect(lowering.site()), lowering.plan(), lowering.callee(), lowering.recursive());
    }

    private FlatComponent.Site redirect(FlatComponent.Site site) {
        return new FlatComponent.Site(site.instance(), site.memory(), redirect(site.realloc()), site.encoding());
    }

    /** Follows one redirection into another: a shim may forward to a shim. */
    private CoreReference redirect(CoreReference reference) {
        CoreReference target = redirects.get(reference);
        if (target instanceof CoreReference.Deferred deferred && redirects.containsKey(deferred.target())) {
            CoreReference.Deferred next = (CoreReference.Deferred) Objects.requireNonNull(redirect(deferred.target()));
            return new CoreReference.Deferred(next.target(), Math.max(deferred.availableFrom(), next.availableFrom()));
        }
        return target == null ? reference : target;
    }
}
