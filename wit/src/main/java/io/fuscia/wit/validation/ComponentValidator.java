package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.binary.CoreModuleDecoder;
import io.fuscia.wit.model.Component;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreInstanceType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.CoreModuleType.CoreExternType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Validates decoded components and resolves their types.
 *
 * <p>Definitions are checked in order, each against what came before it. What is legal but asynchronous (async
 * functions, streams, futures, error contexts, threads) or concerns values as definitions is refused by name.
 */
public final class ComponentValidator {
    private final Diagnostics diagnostics = new Diagnostics();
    private final Externs externs = new Externs(diagnostics);
    private final TypeResolver types = new TypeResolver(diagnostics, externs);
    private final CoreTypeResolver coreTypes = new CoreTypeResolver(diagnostics);
    private final CanonicalChecks canonical = new CanonicalChecks(diagnostics, types);
    private final CoreCodeCheck codeCheck;

    private ComponentValidator(CoreCodeCheck codeCheck) {
        this.codeCheck = codeCheck;
    }

    /**
     * Validates a component with everything in it.
     *
     * @param component the decoded component
     * @param codeCheck called once for each embedded core module, in order
     * @throws InvalidComponentException when it breaks a rule or needs a feature that is not supported
     * @throws io.fuscia.wit.MalformedComponentException when an embedded core module cannot be read
     */
    public static ValidatedComponent validate(Component component, CoreCodeCheck codeCheck) {
        return new ComponentValidator(codeCheck).component(component, Optional.empty());
    }

    private ValidatedComponent component(Component component, Optional<Scope> parent) {
        Scope scope = new Scope(Scope.Kind.COMPONENT, parent, diagnostics);
        for (Definition definition : component.definitions()) {
            diagnostics.at(definition.offset());
            diagnostics.work(1);
            define(scope, definition);
        }
        diagnostics.at(component.offset());
        ComponentType type =
                new ComponentType(scope.imports, scope.exports, scope.importedResources, scope.freshResources);
        TypeLimits.check(type, diagnostics);
        return new ValidatedComponent(
                component,
                type,
                List.copyOf(scope.coreModules),
                List.copyOf(scope.coreInstances),
                List.copyOf(scope.coreFunctions),
                List.copyOf(scope.coreTables),
                List.copyOf(scope.coreMemories),
                List.copyOf(scope.coreGlobals),
                List.copyOf(scope.types),
                List.copyOf(scope.functions),
                List.copyOf(scope.instances),
                List.copyOf(scope.components),
                List.copyOf(scope.nested));
    }

    private void define(Scope scope, Definition definition) {
        if (definition instanceof Definition.CoreModule module) {
            coreModule(scope, module);
        } else if (definition instanceof Definition.CoreInstantiate instantiate) {
            scope.coreInstances.add(coreInstance(scope, instantiate));
        } else if (definition instanceof Definition.CoreInlineInstance inline) {
            scope.coreInstances.add(coreInstance(scope, inline));
        } else if (definition instanceof Definition.CoreTypeDefinition type) {
            coreTypes.define(scope, type.type());
        } else if (definition instanceof Definition.NestedComponent nested) {
            ValidatedComponent validated = component(nested.component(), Optional.of(scope));
            scope.nested.add(validated);
            scope.components.add(validated.type());
        } else if (definition instanceof Definition.Instantiate instantiate) {
            scope.instances.add(instance(scope, instantiate));
        } else if (definition instanceof Definition.InlineInstance inline) {
            scope.instances.add(instance(scope, inline));
        } else if (definition instanceof Definition.TypeDefinition type) {
            scope.types.add(types.resolve(scope, type.type()));
        } else if (definition instanceof Definition.Import item) {
            types.declareExtern(scope, true, item.name(), item.description());
        } else if (definition instanceof Definition.Export item) {
            export(scope, item);
        } else if (definition instanceof Definition.Start start) {
            start(scope, start);
        } else if (definition instanceof Definition.Value) {
            throw diagnostics.unsupported("values");
        } else {
            aliasOrCanonical(scope, definition);
        }
    }

    private void aliasOrCanonical(Scope scope, Definition definition) {
        if (definition instanceof Definition.ExportAlias alias) {
            externs.alias(scope, alias);
        } else if (definition instanceof Definition.OuterAlias alias) {
            externs.alias(scope, alias);
        } else if (definition instanceof Definition.CoreExportAlias alias) {
            coreAlias(scope, alias);
        } else if (definition instanceof Definition.Lift lift) {
            scope.functions.add(canonical.lift(scope, lift));
        } else if (definition instanceof Definition.Lower lower) {
            scope.coreFunctions.add(canonical.lower(scope, lower));
        } else if (definition instanceof Definition.ResourceNew item) {
            scope.coreFunctions.add(canonical.resourceNew(scope, item.resource()));
        } else if (definition instanceof Definition.ResourceDrop item) {
            scope.coreFunctions.add(canonical.resourceDrop(scope, item.resource()));
        } else if (definition instanceof Definition.ResourceRep item) {
            scope.coreFunctions.add(canonical.resourceRep(scope, item.resource()));
        } else if (definition instanceof Definition.AsyncBuiltin builtin) {
            throw diagnostics.unsupported(
                    (builtin.name().startsWith("thread.") ? "threads" : "async") + " (canon " + builtin.name() + ")");
        }
    }

    private void coreModule(Scope scope, Definition.CoreModule module) {
        CoreModuleType type = CoreModuleDecoder.decode(module.module());
        CoreTypeResolver.distinctImports(type.imports(), diagnostics);
        codeCheck.check(module.module());
        scope.coreModules.add(type);
    }

    private CoreInstanceType coreInstance(Scope scope, Definition.CoreInstantiate instantiate) {
        CoreModuleType module = scope.coreModule(instantiate.module());
        Map<String, CoreInstanceType> arguments = new HashMap<>();
        for (Definition.CoreArgument argument : instantiate.arguments()) {
            if (arguments.put(argument.name(), scope.coreInstance(argument.instance())) != null) {
                throw diagnostics.invalid("duplicate module instantiation argument named `" + argument.name() + "`");
            }
        }
        CoreSubtyping subtyping = new CoreSubtyping(diagnostics);
        for (CoreModuleType.CoreImport item : module.imports()) {
            diagnostics.work(1);
            CoreInstanceType argument = arguments.get(item.module());
            if (argument == null) {
                throw diagnostics.invalid("missing module instantiation argument named `" + item.module() + "`");
            }
            CoreExternType given = argument.exports().get(item.name());
            if (given == null) {
                throw diagnostics.invalid("module instantiation argument `" + item.module()
                        + "` does not export an item named `" + item.name() + "`");
            }
            subtyping.check(
                    "type mismatch for import `" + item.module() + "::" + item.name() + "`: ", given, item.type());
        }
        diagnostics.retain(module.exports().size());
        return new CoreInstanceType(module.exports());
    }

    private CoreInstanceType coreInstance(Scope scope, Definition.CoreInlineInstance inline) {
        Map<String, CoreExternType> exports = new LinkedHashMap<>();
        for (Definition.CoreInlineExport export : inline.exports()) {
            CoreExternType type =
                    scope.coreItem(export.item().sort(), export.item().index());
            if (exports.put(export.name(), type) != null) {
                throw diagnostics.invalid("export name `" + export.name() + "` already defined");
            }
        }
        return new CoreInstanceType(exports);
    }

    private void coreAlias(Scope scope, Definition.CoreExportAlias alias) {
        CoreExternType type = scope.coreInstance(alias.instance()).exports().get(alias.name());
        if (type == null) {
            throw diagnostics.invalid(
                    "core instance " + alias.instance() + " has no export named `" + alias.name() + "`");
        }
        String expected =
                switch (alias.sort()) {
                    case CORE_FUNCTION -> "func";
                    case CORE_TABLE -> "table";
                    case CORE_MEMORY -> "memory";
                    case CORE_GLOBAL -> "global";
                    case CORE_TAG -> "tag";
                    case CORE_TYPE, CORE_MODULE, CORE_INSTANCE, FUNCTION, VALUE, TYPE, COMPONENT, INSTANCE ->
                        alias.sort().label();
                };
        if (!CoreSubtyping.kind(type).equals(expected)) {
            throw diagnostics.invalid(
                    "export `" + alias.name() + "` for core instance " + alias.instance() + " is not a " + expected);
        }
        scope.addCore(type);
    }

    private InstanceType instance(Scope scope, Definition.InlineInstance inline) {
        NameContext names = new NameContext(diagnostics, "instance export");
        Map<String, ExternType> exports = new LinkedHashMap<>();
        for (Definition.InlineExport export : inline.exports()) {
            ExternType type = scope.item(export.item().sort(), export.item().index());
            names.take(export.name(), type);
            exports.put(export.name().name(), type);
        }
        InstanceType type = new InstanceType(exports, List.of());
        TypeLimits.check(type, diagnostics);
        return type;
    }

    private InstanceType instance(Scope scope, Definition.Instantiate instantiate) {
        ComponentType component = scope.component(instantiate.component());
        Map<String, ExternType> arguments = new HashMap<>();
        for (Definition.Argument argument : instantiate.arguments()) {
            ExternType type = scope.item(argument.item().sort(), argument.item().index());
            if (arguments.put(argument.name(), type) != null) {
                throw diagnostics.invalid("instantiation argument `" + argument.name()
                        + "` conflicts with previous argument `" + argument.name() + "`");
            }
        }
        ResourceBinding binding = new ResourceBinding(component.importedResources());
        binding.match(component.imports(), arguments);
        Substitution specialised = new Substitution(diagnostics, binding.resources(), new IdentityHashMap<>());
        Subtyping subtyping = new Subtyping(diagnostics);
        component.imports().forEach((name, type) -> {
            ExternType given = arguments.get(name);
            if (given == null) {
                throw diagnostics.invalid("missing import named `" + name + "`");
            }
            subtyping.within("type mismatch for import `" + name + "`", given, specialised.apply(type));
        });
        Map<String, ExternType> exports = externs.fresh(
                        component.freshResources(), scope.freshResources, binding.resources(), binding.types())
                .apply(component.exports());
        diagnostics.retain(exports.size());
        return new InstanceType(exports, List.of());
    }

    private void export(Scope scope, Definition.Export export) {
        ExternType item = scope.item(export.item().sort(), export.item().index());
        ExternType type = item;
        if (export.ascribed().isPresent()) {
            int before = scope.freshResources.size();
            type = externs.described(
                    scope, false, export.name().name(), export.ascribed().get());
            List<ResourceId> introduced = scope.freshResources.subList(before, scope.freshResources.size());
            new Subtyping(diagnostics)
                    .within(
                            "ascribed type of export is not compatible with item's type",
                            item,
                            opened(type, item, introduced));
        } else if (item instanceof ExternType.OfType of) {
            type = new ExternType.OfType(externs.renamed(of.type()));
        }
        externs.name(scope, false, export.name(), type);
    }

    /** Resources that an ascription hides stand for those of the item while the two are compared. */
    private ExternType opened(ExternType ascribed, ExternType item, List<ResourceId> introduced) {
        ResourceBinding binding = new ResourceBinding(introduced);
        binding.match(Map.of("", ascribed), Map.of("", item));
        return new Substitution(diagnostics, binding.resources(), new IdentityHashMap<>()).apply(ascribed);
    }

    private void start(Scope scope, Definition.Start start) {
        FunctionType function = scope.function(start.function());
        if (!start.arguments().isEmpty() || start.results() > 0) {
            throw diagnostics.unsupported("values (start function with arguments or results)");
        }
        if (!function.parameters().isEmpty() || function.result().isPresent()) {
            throw diagnostics.invalid("the start function's parameters and results do not match what it is given");
        }
    }
}
