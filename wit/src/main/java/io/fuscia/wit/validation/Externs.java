package io.fuscia.wit.validation;

import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.ExternDescription;
import io.fuscia.wit.model.ExternName;
import io.fuscia.wit.model.Sort;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.VariantType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What crosses the border of a scope: imports, exports and aliases, and the new names that they give to types. */
final class Externs {
    private final Diagnostics diagnostics;

    Externs(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The type that a description stands for, with resources of its own where it introduces some. */
    ExternType described(Scope scope, boolean imported, String name, ExternDescription description) {
        List<ResourceId> introduced = imported ? scope.importedResources : scope.freshResources;
        if (description instanceof ExternDescription.OfCoreModule module) {
            if (scope.coreType(module.type()) instanceof CoreType.Module type) {
                return type.type();
            }
            throw diagnostics.invalid("core type index " + module.type() + " is not a module type");
        }
        if (description instanceof ExternDescription.OfFunction function) {
            return expect(scope, function.type(), FunctionType.class, "a function");
        }
        if (description instanceof ExternDescription.OfEqualType equal) {
            return new ExternType.OfType(renamed(scope.type(equal.type())));
        }
        if (description instanceof ExternDescription.OfResource) {
            diagnostics.resource();
            ResourceId id = new ResourceId("resource `" + name + "`");
            introduced.add(id);
            return new ExternType.OfType(new ResourceType(id));
        }
        if (description instanceof ExternDescription.OfComponent component) {
            return expect(scope, component.type(), ComponentType.class, "a component");
        }
        if (description instanceof ExternDescription.OfInstance instance) {
            return freshened(expect(scope, instance.type(), InstanceType.class, "an instance"), introduced);
        }
        throw diagnostics.unsupported("values");
    }

    private <T extends Type> T expect(Scope scope, int index, Class<T> kind, String what) {
        Type type = scope.type(index);
        if (!kind.isInstance(type)) {
            throw diagnostics.invalid("type index " + index + " is not " + what + " type");
        }
        return kind.cast(type);
    }

    /** An instance of the type, whose resources are like no other's. */
    private InstanceType freshened(InstanceType type, List<ResourceId> introduced) {
        if (type.freshResources().isEmpty()) {
            return type;
        }
        return new InstanceType(
                fresh(type.freshResources(), introduced, new HashMap<>(), new IdentityHashMap<>())
                        .apply(type.exports()),
                List.of());
    }

    /** A substitution that also gives each of {@code resources} a new identity. */
    Substitution fresh(
            List<ResourceId> resources,
            List<ResourceId> introduced,
            Map<ResourceId, ResourceId> bound,
            IdentityHashMap<Type, Type> types) {
        for (ResourceId resource : resources) {
            diagnostics.resource();
            ResourceId id = new ResourceId(resource.toString());
            introduced.add(id);
            bound.put(resource, id);
        }
        return new Substitution(diagnostics, bound, types);
    }

    /** The same type under a name of its own. */
    Type renamed(Type type) {
        diagnostics.work(type.facts().size());
        if (type instanceof ResourceType resource) {
            return new ResourceType(resource.id());
        }
        if (type instanceof RecordType record) {
            return new RecordType(record.fields());
        }
        if (type instanceof VariantType variant) {
            return new VariantType(variant.cases());
        }
        if (type instanceof EnumType cases) {
            return new EnumType(cases.cases());
        }
        return type instanceof FlagsType flags ? new FlagsType(flags.labels()) : type;
    }

    /** Names an import or export, and adds it to its index space. */
    void name(Scope scope, boolean imported, ExternName name, ExternType type) {
        (imported ? scope.importNames : scope.exportNames).take(name, type);
        scope.add(type);
        (imported ? scope.imports : scope.exports).put(name.name(), type);
        Visibility.register(diagnostics, scope, imported, type);
    }

    void alias(Scope scope, Definition.ExportAlias alias) {
        InstanceType instance = scope.instance(alias.instance());
        ExternType type = instance.exports().get(alias.name());
        if (type == null) {
            throw diagnostics.invalid("instance " + alias.instance() + " has no export named `" + alias.name() + "`");
        }
        boolean fits =
                switch (alias.sort()) {
                    case CORE_MODULE -> Describe.kind(type).equals("core module");
                    case FUNCTION -> type instanceof FunctionType;
                    case TYPE -> type instanceof ExternType.OfType;
                    case COMPONENT -> type instanceof ComponentType;
                    case INSTANCE -> type instanceof InstanceType;
                    case VALUE -> throw diagnostics.unsupported("values");
                    case CORE_FUNCTION, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_TYPE, CORE_INSTANCE ->
                        false;
                };
        if (!fits) {
            throw diagnostics.invalid("export `" + alias.name() + "` for instance " + alias.instance() + " is not a "
                    + (alias.sort() == Sort.CORE_MODULE
                            ? "module"
                            : alias.sort().label()));
        }
        scope.add(type);
    }

    void alias(Scope scope, Definition.OuterAlias alias) {
        Scope outer = scope.outward(alias.count());
        boolean crossesComponent = false;
        for (Scope crossed = scope; crossed != outer; crossed = crossed.parent.orElseThrow()) {
            crossesComponent |= crossed.kind == Scope.Kind.COMPONENT;
        }
        switch (alias.sort()) {
            case CORE_TYPE -> scope.coreTypes.add(outer.coreType(alias.index()));
            case CORE_MODULE -> scope.coreModules.add(outer.coreModule(alias.index()));
            case COMPONENT -> {
                ComponentType component = outer.component(alias.index());
                closed(component, crossesComponent);
                scope.components.add(component);
            }
            case TYPE -> {
                Type type = outer.type(alias.index());
                closed(type, crossesComponent);
                scope.types.add(type);
            }
            case CORE_FUNCTION,
                    CORE_TABLE,
                    CORE_MEMORY,
                    CORE_GLOBAL,
                    CORE_TAG,
                    CORE_INSTANCE,
                    FUNCTION,
                    VALUE,
                    INSTANCE -> throw diagnostics.invalid("a " + alias.sort().label() + " cannot be outer-aliased");
        }
    }

    private void closed(Type type, boolean crossesComponent) {
        if (crossesComponent && type.facts().containsHandle() && new FreeResources(diagnostics).mentioned(type)) {
            throw diagnostics.invalid("cannot alias an outer type which transitively refers to resources not "
                    + "defined in the current component");
        }
    }
}
