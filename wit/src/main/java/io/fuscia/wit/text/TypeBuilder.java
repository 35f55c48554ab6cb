package io.fuscia.wit.text;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.List;
import java.util.Optional;

/** Makes types from how they are written. */
final class TypeBuilder {
    private static final int LARGEST = 100_000;
    private static final int DEEPEST = 100;
    private static final int MOST_FLAGS = 32;

    private final MemberScope scope;

    TypeBuilder(MemberScope scope) {
        this.scope = scope;
    }

    /** Returns a named type that is no resource of its own; an alias may name one. */
    Type define(Syntax.TypeDefinition definition) {
        Syntax.Shape shape = definition.shape();
        if (shape instanceof Syntax.Alias alias) {
            boolean name = !alias.type().keyword();
            return name ? scope.type(alias.type().name(), alias.type().place()) : value(alias.type());
        } else if (shape instanceof Syntax.RecordShape record) {
            checkNames(
                    definition, record.fields().stream().map(Syntax.Field::name).toList());
            return sized(
                    new RecordType(record.fields().stream()
                            .map(field -> new RecordType.Field(field.name(), value(field.type())))
                            .toList()),
                    definition.place());
        } else if (shape instanceof Syntax.VariantShape variant) {
            checkNames(
                    definition, variant.cases().stream().map(Syntax.Case::name).toList());
            return sized(
                    new VariantType(variant.cases().stream()
                            .map(item -> new VariantType.Case(
                                    item.name(), item.payload().map(this::value)))
                            .toList()),
                    definition.place());
        } else if (shape instanceof Syntax.EnumShape enumeration) {
            return new EnumType(names(definition, enumeration.cases()));
        } else if (shape instanceof Syntax.FlagsShape flags) {
            if (flags.labels().size() > MOST_FLAGS) {
                throw new WitException("there are more than " + MOST_FLAGS + " flags", definition.place());
            }
            return new FlagsType(names(definition, flags.labels()));
        }
        throw new IllegalStateException("resources are made by their scope");
    }

    private static List<String> names(Syntax.TypeDefinition definition, List<Syntax.Label> labels) {
        List<String> names = labels.stream().map(Syntax.Label::name).toList();
        checkNames(definition, names);
        return names;
    }

    private static void checkNames(Syntax.TypeDefinition definition, List<String> names) {
        if (names.isEmpty()) {
            throw new WitException("`" + definition.name() + "` is empty", definition.place());
        }
        Elaboration.firstTwice(names).ifPresent(name -> {
            throw new WitException("`" + name + "` is declared twice", definition.place());
        });
    }

    private static <T extends ValueType> T sized(T type, WitException.Place place) {
        if (type.facts().size() > LARGEST || type.facts().depth() > DEEPEST) {
            throw new WitException("the type is too large", place);
        }
        return type;
    }

    /** Returns the type of a value; a resource's name means owning it. */
    ValueType value(Syntax.TypeReference reference) {
        if (!reference.keyword()) {
            Type type = scope.type(reference.name(), reference.place());
            return type instanceof ResourceType resource ? new OwnType(resource) : (ValueType) type;
        }
        if (Keywords.PRIMITIVES.contains(reference.name())) {
            return primitive(reference);
        }
        return sized(generic(reference), reference.place());
    }

    private static PrimitiveType primitive(Syntax.TypeReference reference) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (type.toString().equals(reference.name())) {
                return type;
            }
        }
        throw new IllegalStateException(reference.name());
    }

    static WitException outside(String name, WitException.Place place) {
        return new WitException("`" + name + "` is outside the synchronous feature set", place);
    }

    private ValueType generic(Syntax.TypeReference reference) {
        return switch (reference.name()) {
            case "list" ->
                reference.length().isPresent()
                        ? new FixedListType(
                                part(reference, 0), reference.length().get())
                        : new ListType(part(reference, 0));
            case "option" -> new OptionType(part(reference, 0));
            case "map" -> new MapType(key(reference), part(reference, 1));
            case "tuple" ->
                new TupleType(reference.arguments().stream()
                        .map(argument -> value(argument.orElseThrow()))
                        .toList());
            case "result" -> new ResultType(optional(reference, 0), optional(reference, 1));
            case "own" -> new OwnType(resource(reference));
            case "borrow" -> new BorrowType(resource(reference));
            default -> throw outside(reference.name(), reference.place());
        };
    }

    private ValueType part(Syntax.TypeReference reference, int index) {
        return value(reference.arguments().get(index).orElseThrow());
    }

    private ValueType key(Syntax.TypeReference reference) {
        ValueType key = part(reference, 0);
        if (key instanceof PrimitiveType && key != PrimitiveType.F32 && key != PrimitiveType.F64) {
            return key;
        }
        throw new WitException("a map's key must be bool, an integer, char or string", reference.place());
    }

    private Optional<ValueType> optional(Syntax.TypeReference reference, int index) {
        return index < reference.arguments().size()
                ? reference.arguments().get(index).map(this::value)
                : Optional.empty();
    }

    private ResourceType resource(Syntax.TypeReference reference) {
        Syntax.TypeReference named = reference.arguments().get(0).orElseThrow();
        if (!named.keyword() && scope.type(named.name(), named.place()) instanceof ResourceType resource) {
            return resource;
        }
        throw new WitException("`" + named.name() + "` is not a resource", named.place());
    }
}
