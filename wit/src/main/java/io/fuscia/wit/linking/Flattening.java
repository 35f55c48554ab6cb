package io.fuscia.wit.linking;

import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.validation.ValidatedComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inlines a component and everything nested in it into one {@link FlatComponent}. One use, one thread. */
public final class Flattening {
    /** Components can instantiate each other exponentially often; nothing useful comes near this. */
    private static final int MAX_INSTANCES = 2_000;

    private final List<ByteRange> modules = new ArrayList<>();
    private final IdentityHashMap<Definition.CoreModule, Integer> moduleNumbers = new IdentityHashMap<>();
    private final List<FlatComponent.Step> steps = new ArrayList<>();
    private final List<FlatComponent.Resource> resources = new ArrayList<>();
    private final List<FlatComponent.Lifting> liftings = new ArrayList<>();
    private final List<FlatComponent.Lowering> lowerings = new ArrayList<>();
    private final List<FlatComponent.HostedFunction> hosted = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private int instances;
    private int coreInstances;

    private Flattening() {}

    /**
     * Flattens a component.
     *
     * @throws UnlinkableComponentException if it instantiates too much, or imports what no host can give
     */
    public static FlatComponent flatten(ValidatedComponent component) {
        Flattening flattening = new Flattening();
        Map<String, Item> exports = new Scope(flattening, component, null, -1, null).run();
        return new FlatComponent(
                flattening.modules,
                flattening.instances,
                flattening.steps,
                flattening.resources,
                flattening.liftings,
                flattening.lowerings,
                flattening.hosted,
                usable(exports));
    }

    private static Map<String, FlatComponent.Export> usable(Map<String, Item> items) {
        Map<String, FlatComponent.Export> exports = new LinkedHashMap<>();
        items.forEach((name, item) -> {
            if (item instanceof Item.Function function) {
                exports.put(name, new FlatComponent.Export.Function(function.reference(), function.type()));
            } else if (item instanceof Item.Instance instance) {
                exports.put(name, new FlatComponent.Export.Instance(usable(instance.exports())));
            }
        });
        return exports;
    }

    /** Adds a component instance made by instance {@code parent}; -1 for the root. */
    int addInstance(int parent) {
        if (instances == MAX_INSTANCES) {
            throw tooMany();
        }
        parents.add(parent);
        return instances++;
    }

    private static UnlinkableComponentException tooMany() {
        return new UnlinkableComponentException("the component makes more than " + MAX_INSTANCES + " instances");
    }

    int module(Definition.CoreModule definition) {
        return moduleNumbers.computeIfAbsent(definition, ignored -> {
            modules.add(definition.module());
            return modules.size() - 1;
        });
    }

    int instantiate(int module, List<CoreReference> imports) {
        if (coreInstances == MAX_INSTANCES) {
            throw tooMany();
        }
        steps.add(new FlatComponent.Step.InstantiateModule(coreInstances, module, imports));
        return coreInstances++;
    }

    int guestResource(String name, int instance, CoreReference destructor) {
        resources.add(new FlatComponent.Resource.Guest(name, instance, destructor));
        steps.add(new FlatComponent.Step.DefineResource(resources.size() - 1));
        return resources.size() - 1;
    }

    FunctionReference lifting(FlatComponent.Lifting lifting) {
        liftings.add(lifting);
        return new FunctionReference.Lifted(liftings.size() - 1);
    }

    /** Returns whether a call from {@code caller} might be recursive (CanonicalABI.md#component-instance-state). */
    boolean recursive(int caller, FunctionReference callee) {
        if (!(callee instanceof FunctionReference.Lifted lifted)) {
            return false;
        }
        int target = liftings.get(lifted.lifting()).site().instance();
        return isSelfOrAncestor(caller, target) || isSelfOrAncestor(target, caller);
    }

    private boolean isSelfOrAncestor(int ancestor, int instance) {
        int current = instance;
        while (current > ancestor) {
            current = parents.get(current);
        }
        return current == ancestor;
    }

    CoreReference lowering(FlatComponent.Lowering lowering) {
        lowerings.add(lowering);
        return new CoreReference.Lowered(lowerings.size() - 1);
    }

    /** Returns what the host gives for an imported instance. */
    Item hostedInstance(Scope root, String name, InstanceType type) {
        Map<String, Item> members = new LinkedHashMap<>();
        type.exports().forEach((member, memberType) -> {
            if (memberType instanceof FunctionType function) {
                members.put(member, hostedFunction(name, member, function));
            } else if (memberType instanceof ExternType.OfType ofType) {
                members.put(member, hostedType(root, name, member, ofType.type()));
            } else {
                throw new UnlinkableComponentException("import " + name + ": a host cannot give its " + member);
            }
        });
        return new Item.Instance(members);
    }

    Item hostedFunction(String instance, String name, FunctionType type) {
        hosted.add(new FlatComponent.HostedFunction(instance, name, type));
        return new Item.Function(new FunctionReference.Hosted(hosted.size() - 1), type);
    }

    Item hostedType(Scope root, String instance, String name, Type type) {
        if (!(type instanceof ResourceType resource)) {
            return Item.NO_RESOURCE;
        }
        if (!root.knows(resource.id())) {
            resources.add(new FlatComponent.Resource.Hosted(instance, name));
            root.bindHosted(resource.id(), resources.size() - 1);
        }
        return new Item.Type(root.resource(resource.id()));
    }
}
