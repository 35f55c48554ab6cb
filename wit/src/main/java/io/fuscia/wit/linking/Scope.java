package io.fuscia.wit.linking;

import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.abi.Planner;
import io.fuscia.wit.model.CanonicalOption;
import io.fuscia.wit.model.CanonicalOptions;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.ExternDescription;
import io.fuscia.wit.model.ExternName;
import io.fuscia.wit.model.Sort;
import io.fuscia.wit.model.SortIndex;
import io.fuscia.wit.model.TypeExpression;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.validation.ValidatedComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One instantiation of a component while it is flattened: its index spaces, filled by walking its definitions in order.
 * A component that is instantiated twice is walked twice, with other arguments and resources.
 */
final class Scope {
    private final Flattening flattening;
    private final ValidatedComponent validated;
    private final Scope parent;
    private final int instance;
    private final Map<String, Item> arguments;

    private final List<Item> modules = new ArrayList<>();
    private final List<CoreItem> coreInstances = new ArrayList<>();
    private final List<CoreReference> coreFunctions = new ArrayList<>();
    private final List<CoreReference> coreTables = new ArrayList<>();
    private final List<CoreReference> coreMemories = new ArrayList<>();
    private final List<CoreReference> coreGlobals = new ArrayList<>();
    private final List<CoreReference> coreTags = new ArrayList<>();
    private final List<Item> functions = new ArrayList<>();
    private final List<Item> instances = new ArrayList<>();
    private final List<Item> components = new ArrayList<>();
    private final List<Item> types = new ArrayList<>();
    private final Map<String, Item> exports = new LinkedHashMap<>();
    private final Map<ResourceId, Integer> resources = new HashMap<>();
    private final Planner planner = new Planner(this::resource);
    private int nested;

    /**
     * @param parent the scope that the component was defined in, null for the root
     * @param creator the component instance that instantiates it, -1 for the root
     * @param arguments null for the root, whose arguments come from the host
     */
    Scope(Flattening flattening, ValidatedComponent validated, Scope parent, int creator, Map<String, Item> arguments) {
        this.flattening = flattening;
        this.validated = validated;
        this.parent = parent;
        this.instance = flattening.addInstance(creator);
        this.arguments = arguments;
    }

    /** Walks the definitions; returns the exports. */
    Map<String, Item> run() {
        for (Definition definition : validated.component().definitions()) {
            define(definition);
        }
        return exports;
    }

    /** Returns the number of a resource type that is known here. */
    int resource(ResourceId id) {
        Integer number = resources.get(id);
        if (number == null) {
            throw new IllegalStateException("resource " + id + " is bound to nothing");
        }
        return number;
    }

    boolean knows(ResourceId id) {
        return resources.containsKey(id);
    }

    private void define(Definition definition) {
        if (definition instanceof Definition.CoreModule module) {
            CoreModuleType type = validated.coreModules().get(modules.size());
            modules.add(new Item.Module(flattening.module(module), type));
        } else if (definition instanceof Definition.CoreInstantiate instantiate) {
            instantiateModule(instantiate);
        } else if (definition instanceof Definition.CoreInlineInstance inline) {
            Map<String, CoreReference> bundle = new HashMap<>();
            inline.exports().forEach(export -> bundle.put(export.name(), coreReference(export.item())));
            coreInstances.add(new CoreItem.Bundle(bundle));
        } else if (definition instanceof Definition.NestedComponent) {
            components.add(new Item.Closure(validated.nested().get(nested++), this));
        } else if (definition instanceof Definition.Instantiate instantiate) {
            instantiateComponent(instantiate);
        } else if (definition instanceof Definition.InlineInstance inline) {
            Map<String, Item> bundle = new LinkedHashMap<>();
            inline.exports().forEach(export -> bundle.put(export.name().name(), item(export.item())));
            add(Sort.INSTANCE, new Item.Instance(bundle));
        } else if (definition instanceof Definition.ExportAlias alias) {
            Item.Instance from = (Item.Instance) instances.get(alias.instance());
            add(alias.sort(), from.exports().get(alias.name()));
        } else if (definition instanceof Definition.CoreExportAlias alias) {
            coreSpace(alias.sort()).add(coreInstances.get(alias.instance()).export(alias.name()));
        } else if (definition instanceof Definition.OuterAlias alias) {
            outerAlias(alias);
        } else if (definition instanceof Definition.Import imported) {
            Item item = arguments == null
                    ? hosted(imported)
                    : arguments.get(imported.name().name());
            add(sort(imported), item);
        } else if (definition instanceof Definition.Export export) {
            Item item = item(export.item());
            exports.put(export.name().name(), item);
            add(export.item().sort(), item);
        } else {
            defineCanonical(definition);
        }
    }

    private void defineCanonical(Definition definition) {
        if (definition instanceof Definition.TypeDefinition type) {
            defineType(type);
        } else if (definition instanceof Definition.Lift lift) {
            FunctionType type = (FunctionType) validated.types().get(lift.type());
            CanonicalOptions options = CanonicalOptions.of(lift.options());
            FlatComponent.Lifting lifting = new FlatComponent.Lifting(
                    site(lift.options()),
                    coreFunctions.get(lift.coreFunction()),
                    optional(coreFunctions, options.postReturn()),
                    planner.plan(type),
                    type);
            add(Sort.FUNCTION, new Item.Function(flattening.lifting(lifting), type));
        } else if (definition instanceof Definition.Lower lower) {
            FunctionType type = validated.functions().get(lower.function());
            FunctionReference callee = ((Item.Function) functions.get(lower.function())).reference();
            coreFunctions.add(flattening.lowering(new FlatComponent.Lowering(
                    site(lower.options()), planner.plan(type), callee, flattening.recursive(instance, callee))));
        } else if (definition instanceof Definition.ResourceNew builtin) {
            coreFunctions.add(new CoreReference.ResourceNew(resourceAt(builtin.resource()), instance));
        } else if (definition instanceof Definition.ResourceDrop builtin) {
            coreFunctions.add(new CoreReference.ResourceDrop(resourceAt(builtin.resource()), instance));
        } else if (definition instanceof Definition.ResourceRep builtin) {
            coreFunctions.add(new CoreReference.ResourceRep(resourceAt(builtin.resource()), instance));
        } else if (!(definition instanceof Definition.CoreTypeDefinition)) {
            throw new IllegalStateException("validation let through " + definition);
        }
    }

    private void defineType(Definition.TypeDefinition definition) {
        if (definition.type() instanceof TypeExpression.Resource resource) {
            ResourceType type = (ResourceType) validated.types().get(types.size());
            CoreReference destructor = optional(coreFunctions, resource.destructor());
            int number = flattening.guestResource(type.toString(), instance, destructor);
            add(Sort.TYPE, new Item.Type(number));
        } else {
            types.add(Item.NO_RESOURCE);
        }
    }

    private void instantiateModule(Definition.CoreInstantiate instantiate) {
        Item.Module module = (Item.Module) modules.get(instantiate.module());
        Map<String, CoreItem> given = new HashMap<>();
        instantiate.arguments().forEach(argument -> given.put(argument.name(), coreInstances.get(argument.instance())));
        List<CoreReference> imports = module.type().imports().stream()
                .map(required -> given.get(required.module()).export(required.name()))
                .toList();
        coreInstances.add(new CoreItem.Instance(flattening.instantiate(module.index(), imports)));
    }

    private void instantiateComponent(Definition.Instantiate instantiate) {
        Item.Closure closure = (Item.Closure) components.get(instantiate.component());
        Map<String, Item> given = new HashMap<>();
        instantiate.arguments().forEach(argument -> given.put(argument.name(), item(argument.item())));
        Scope inner = new Scope(flattening, closure.component(), closure.parent(), instance, given);
        add(Sort.INSTANCE, new Item.Instance(inner.run()));
    }

    private void outerAlias(Definition.OuterAlias alias) {
        Scope scope = this;
        for (int i = 0; i < alias.count(); i++) {
            scope = scope.parent;
        }
        switch (alias.sort()) {
            case CORE_MODULE -> modules.add(scope.modules.get(alias.index()));
            case COMPONENT -> components.add(scope.components.get(alias.index()));
            case TYPE -> add(Sort.TYPE, scope.types.get(alias.index()));
            case CORE_TYPE -> {
                // Core types only matter to validation.
            }
            default -> throw new IllegalStateException("validation let through an outer alias of " + alias.sort());
        }
    }

    /** Appends to an index space and binds the resources that the entry's type names. */
    private void add(Sort sort, Item item) {
        switch (sort) {
            case FUNCTION -> functions.add(item);
            case COMPONENT -> components.add(item);
            case CORE_MODULE -> modules.add(item);
            case INSTANCE -> {
                bind(validated.instances().get(instances.size()), (Item.Instance) item);
                instances.add(item);
            }
            case TYPE -> {
                bind(validated.types().get(types.size()), (Item.Type) item);
                types.add(item);
            }
            default -> throw new IllegalStateException("validation let through an item of sort " + sort);
        }
    }

    private void bind(Type type, Item.Type item) {
        if (type instanceof ResourceType resource && item.resource() >= 0) {
            resources.put(resource.id(), item.resource());
        }
    }

    private void bind(InstanceType type, Item.Instance item) {
        type.exports().forEach((name, exported) -> {
            Item member = item.exports().get(name);
            if (exported instanceof ExternType.OfType ofType && member instanceof Item.Type given) {
                bind(ofType.type(), given);
            } else if (exported instanceof InstanceType nestedType && member instanceof Item.Instance given) {
                bind(nestedType, given);
            }
        });
    }

    private Item hosted(Definition.Import imported) {
        ExternName name = imported.name();
        String lookup =
                name.implementsName().orElse(name.name()) + name.versionSuffix().orElse("");
        return switch (sort(imported)) {
            case FUNCTION ->
                flattening.hostedFunction(
                        null, name.name(), validated.functions().get(functions.size()));
            case INSTANCE ->
                flattening.hostedInstance(this, lookup, validated.instances().get(instances.size()));
            case TYPE ->
                flattening.hostedType(this, null, name.name(), validated.types().get(types.size()));
            default ->
                throw new UnlinkableComponentException("import " + name.name() + ": a host cannot give a "
                        + sort(imported).label());
        };
    }

    void bindHosted(ResourceId id, int resource) {
        resources.put(id, resource);
    }

    private static Sort sort(Definition.Import imported) {
        var description = imported.description();
        if (description instanceof ExternDescription.OfFunction) {
            return Sort.FUNCTION;
        } else if (description instanceof ExternDescription.OfInstance) {
            return Sort.INSTANCE;
        } else if (description instanceof ExternDescription.OfComponent) {
            return Sort.COMPONENT;
        } else if (description instanceof ExternDescription.OfCoreModule) {
            return Sort.CORE_MODULE;
        } else if (description instanceof ExternDescription.OfEqualType
                || description instanceof ExternDescription.OfResource) {
            return Sort.TYPE;
        }
        return Sort.VALUE;
    }

    private Item item(SortIndex entry) {
        int index = entry.index();
        return switch (entry.sort()) {
            case FUNCTION -> functions.get(index);
            case INSTANCE -> instances.get(index);
            case COMPONENT -> components.get(index);
            case TYPE -> types.get(index);
            case CORE_MODULE -> modules.get(index);
            default -> throw new IllegalStateException("validation let through an item of sort " + entry.sort());
        };
    }

    private CoreReference coreReference(SortIndex entry) {
        return coreSpace(entry.sort()).get(entry.index());
    }

    private List<CoreReference> coreSpace(Sort sort) {
        return switch (sort) {
            case CORE_FUNCTION -> coreFunctions;
            case CORE_TABLE -> coreTables;
            case CORE_MEMORY -> coreMemories;
            case CORE_GLOBAL -> coreGlobals;
            case CORE_TAG -> coreTags;
            default -> throw new IllegalStateException("validation let through a core item of sort " + sort);
        };
    }

    private int resourceAt(int type) {
        return ((Item.Type) types.get(type)).resource();
    }

    private FlatComponent.Site site(List<CanonicalOption> written) {
        CanonicalOptions options = CanonicalOptions.of(written);
        return new FlatComponent.Site(
                instance,
                optional(coreMemories, options.memory()),
                optional(coreFunctions, options.realloc()),
                options.encoding());
    }

    private static CoreReference optional(List<CoreReference> space, OptionalInt index) {
        return index.isPresent() ? space.get(index.getAsInt()) : null;
    }
}
