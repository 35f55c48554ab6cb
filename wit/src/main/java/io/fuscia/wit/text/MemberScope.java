package io.fuscia.wit.text;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names in one interface or world, looked up in whatever order they refer to each other. */
final class MemberScope {
    private final Elaboration elaboration;
    private final Declarations.FileScope file;
    private final boolean exporting;
    private final TypeBuilder builder = new TypeBuilder(this);
    private final List<Syntax.Member> members = new ArrayList<>();
    private final Map<String, Syntax.Member> typesByName = new LinkedHashMap<>();
    private final Map<String, Type> resolved = new LinkedHashMap<>();
    private final Set<String> resolving = new HashSet<>();
    private final List<ResourceId> resources = new ArrayList<>();

    MemberScope(Elaboration elaboration, List<Syntax.Member> all, Declarations.FileScope file, boolean exporting) {
        this.elaboration = elaboration;
        this.file = file;
        this.exporting = exporting;
        Set<String> names = new HashSet<>();
        for (Syntax.Member member : all) {
            if (!elaboration.isOpen(member.gate(), file)) {
                continue;
            }
            members.add(member);
            if (member instanceof Syntax.Use use) {
                use.names().keySet().forEach(name -> declare(names, name, member, use.place()));
            } else if (member instanceof Syntax.TypeDefinition definition) {
                declare(names, definition.name(), member, definition.place());
            } else if (member instanceof Syntax.Function function) {
                checkNew(names, function.name(), function.place());
            }
        }
    }

    private void declare(Set<String> names, String name, Syntax.Member member, WitException.Place place) {
        checkNew(names, name, place);
        typesByName.put(name, member);
    }

    private static void checkNew(Set<String> names, String name, WitException.Place place) {
        if (!names.add(name.toLowerCase(java.util.Locale.ROOT))) {
            throw new WitException("`" + name + "` is declared twice", place);
        }
    }

    /** The resources that are declared here, once everything is looked up. */
    List<ResourceId> resources() {
        return resources;
    }

    InstanceType instance() {
        return new InstanceType(externs(), resources);
    }

    /** Looks everything up, in the order in which it is written. */
    Map<String, ExternType> externs() {
        Map<String, ExternType> externs = new LinkedHashMap<>();
        for (Syntax.Member member : members) {
            if (member instanceof Syntax.Use use) {
                use.names().keySet().forEach(name -> externs.put(name, new ExternType.OfType(type(name, use.place()))));
            } else if (member instanceof Syntax.TypeDefinition definition) {
                externs.put(definition.name(), new ExternType.OfType(type(definition.name(), definition.place())));
                if (definition.shape() instanceof Syntax.ResourceShape resource) {
                    addMethods(definition.name(), resource, externs);
                }
            } else if (member instanceof Syntax.Function function) {
                externs.put(function.name(), function(function.signature(), function.place()));
            }
        }
        return externs;
    }

    private void addMethods(String resource, Syntax.ResourceShape shape, Map<String, ExternType> externs) {
        Set<String> names = new HashSet<>();
        for (Syntax.Method method : shape.methods()) {
            if (!elaboration.isOpen(method.gate(), file)) {
                continue;
            }
            ResourceType type = (ResourceType) type(resource, method.place());
            String name = method.externName(resource);
            if (method.name().equalsIgnoreCase(resource)) {
                // Explainer.md#name-uniqueness: l and [*]l.l.
                throw new WitException("a method cannot have the name of its resource", method.place());
            }
            FunctionType written = function(method.signature(), method.place());
            List<FunctionType.Parameter> parameters = new ArrayList<>(written.parameters());
            Optional<ValueType> result = written.result();
            if (method.kind() == Syntax.MethodKind.METHOD) {
                parameters.add(0, new FunctionType.Parameter("self", new BorrowType(type)));
            } else if (method.kind() == Syntax.MethodKind.CONSTRUCTOR) {
                if (result.isPresent() && !mayMake(type, result.get())) {
                    throw new WitException(
                            "a constructor can only return a result with `" + resource + "`", method.place());
                }
                result = result.or(() -> Optional.of(new OwnType(type)));
            }
            // Static or not makes no difference; nothing else that is declared here can have such a name.
            if (!names.add(method.name().toLowerCase(java.util.Locale.ROOT))) {
                throw new WitException("`" + name + "` is declared twice", method.place());
            }
            externs.put(name, new FunctionType(parameters, result));
        }
    }

    private static boolean mayMake(ResourceType type, ValueType result) {
        return result instanceof ResultType either
                && either.ok().isPresent()
                && either.ok().get() instanceof OwnType own
                && own.resource().equals(type);
    }

    FunctionType function(Syntax.Signature signature, WitException.Place place) {
        Elaboration.firstTwice(
                        signature.parameters().stream().map(Syntax.Field::name).toList())
                .ifPresent(name -> {
                    throw new WitException("parameter `" + name + "` is declared twice", place);
                });
        List<FunctionType.Parameter> parameters = signature.parameters().stream()
                .map(field -> new FunctionType.Parameter(field.name(), builder.value(field.type())))
                .toList();
        Optional<ValueType> result = signature.result().map(builder::value);
        if (result.isPresent() && result.get().facts().containsBorrow()) {
            throw new WitException("a result cannot hold a borrow", place);
        }
        return new FunctionType(parameters, result);
    }

    /** Returns what a name stands for here. */
    Type type(String name, WitException.Place place) {
        Type known = resolved.get(name);
        if (known != null) {
            return known;
        }
        Syntax.Member member = typesByName.get(name);
        if (member == null) {
            throw name.equals("error-context")
                    ? TypeBuilder.outside(name, place)
                    : new WitException("there is no type `" + name + "`", place);
        }
        if (!resolving.add(name)) {
            throw new WitException("type `" + name + "` contains itself", place);
        }
        Type type = member instanceof Syntax.Use use
                ? used(use, use.names().get(name))
                : defined((Syntax.TypeDefinition) member);
        resolving.remove(name);
        resolved.put(name, type);
        return type;
    }

    private Type used(Syntax.Use use, String name) {
        InstanceType origin = elaboration.used(use.path(), file, exporting);
        if (!(origin.exports().get(name) instanceof ExternType.OfType found)) {
            throw new WitException("`" + use.path() + "` has no type `" + name + "`", use.place());
        }
        return renamed(found.type());
    }

    private static Type renamed(Type type) {
        return type instanceof ResourceType resource ? new ResourceType(resource.id()) : type;
    }

    private Type defined(Syntax.TypeDefinition definition) {
        if (definition.shape() instanceof Syntax.ResourceShape) {
            ResourceId id = new ResourceId(definition.name());
            resources.add(id);
            return new ResourceType(id);
        }
        return renamed(builder.define(definition));
    }
}
