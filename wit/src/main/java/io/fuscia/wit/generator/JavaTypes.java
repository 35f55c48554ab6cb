package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitInterface;
import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which Java types stand for which types, and how lifted values become them. */
final class JavaTypes {
    static final String ABI = "io.fuscia.wit.abi.";

    /** A type with a name of its own, nested in the class of its interface. */
    record Named(JavaInterface owner, String name, String simpleName) {
        String nestedName() {
            return owner.simpleName() + "." + simpleName;
        }

        /** The method of the owner's binding that lifts it. */
        String lifting() {
            return "lift" + simpleName;
        }
    }

    private final IdentityHashMap<Type, Named> named = new IdentityHashMap<>();
    private final IdentityHashMap<ResourceId, Named> resources = new IdentityHashMap<>();

    JavaTypes(List<JavaInterface> interfaces) {
        for (JavaInterface each : interfaces) {
            Map<String, String> simpleNames = new LinkedHashMap<>();
            each.ownTypes().forEach((name, type) -> {
                String simple = simpleName(each, name, type);
                String before = simpleNames.put(simple.toLowerCase(java.util.Locale.ROOT), name);
                if (before != null) {
                    throw new GeneratorException(
                            "types `" + before + "` and `" + name + "` are both " + simple + " in Java",
                            each.place(name));
                }
                Named java = new Named(each, name, simple);
                if (type instanceof ResourceType resource) {
                    resources.put(resource.id(), java);
                } else {
                    named.put(type, java);
                }
            });
        }
    }

    /** A nested class cannot be called like the one around it; file systems may not tell cases apart. */
    private static String simpleName(JavaInterface owner, String name, Type type) {
        String simple = JavaNames.type(name);
        if (!simple.equalsIgnoreCase(owner.simpleName())
                && !(simple + ".class").equalsIgnoreCase(owner.simpleName() + "Binding.class")) {
            return simple;
        }
        return simple
                + (type instanceof ResourceType
                        ? "Resource"
                        : type instanceof RecordType ? "Record" : type instanceof VariantType ? "Variant" : "Type");
    }

    Named named(Type type) {
        return named.get(type);
    }

    Named resource(ResourceType type) {
        return resources.get(type.id());
    }

    /** Returns the type for parameters and results. */
    String of(ValueType type, JavaFile file) {
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOL -> "boolean";
                case S8 -> "byte";
                case U8, S16 -> "short";
                case U16, S32, CHAR -> "int";
                case U32, S64, U64 -> "long";
                case F32 -> "float";
                case F64 -> "double";
                case STRING, ERROR_CONTEXT -> file.use("java.lang.String");
            };
        }
        return reference(type, file);
    }

    /** Returns the type for type arguments and casts. */
    String reference(ValueType type, JavaFile file) {
        if (type instanceof PrimitiveType primitive) {
            return file.use("java.lang."
                    + switch (primitive) {
                        case BOOL -> "Boolean";
                        case S8 -> "Byte";
                        case U8, S16 -> "Short";
                        case U16, S32, CHAR -> "Integer";
                        case U32, S64, U64 -> "Long";
                        case F32 -> "Float";
                        case F64 -> "Double";
                        case STRING, ERROR_CONTEXT -> "String";
                    });
        } else if (named.containsKey(type)) {
            String name = name(named.get(type), file);
            return type instanceof FlagsType ? file.use("java.util.Set") + "<" + name + ">" : name;
        } else if (isBytes(type)) {
            return "byte[]";
        } else if (type instanceof ListType list) {
            return file.use("java.util.List") + arguments(file, list.element());
        } else if (type instanceof FixedListType list) {
            return file.use("java.util.List") + arguments(file, list.element());
        } else if (type instanceof MapType map) {
            return file.use("java.util.Map") + arguments(file, map.key(), map.value());
        } else if (type instanceof OptionType option) {
            return file.use("java.util.Optional") + arguments(file, option.value());
        } else if (type instanceof ResultType result) {
            return file.use(ABI + "Result") + "<" + optional(result.ok(), file) + ", " + optional(result.error(), file)
                    + ">";
        } else if (type instanceof TupleType tuple) {
            return file.use(ABI + "Tuple") + ".Of" + tuple.elements().size()
                    + arguments(file, tuple.elements().toArray(ValueType[]::new));
        } else if (type instanceof OwnType own) {
            return name(resource(own.resource()), file);
        } else if (type instanceof BorrowType borrow) {
            return name(resource(borrow.resource()), file);
        }
        throw new IllegalArgumentException("no Java type for " + type);
    }

    private String optional(Optional<ValueType> type, JavaFile file) {
        return type.map(present -> reference(present, file)).orElseGet(() -> file.use("java.lang.Void"));
    }

    private String arguments(JavaFile file, ValueType... types) {
        List<String> arguments = new ArrayList<>();
        for (ValueType type : types) {
            arguments.add(reference(type, file));
        }
        return "<" + String.join(", ", arguments) + ">";
    }

    static String name(Named type, JavaFile file) {
        return file.use(type.owner().qualifiedName()) + "." + type.simpleName();
    }

    private static boolean isBytes(ValueType type) {
        return (type instanceof ListType list && list.element() == PrimitiveType.U8)
                || (type instanceof FixedListType fixed && fixed.element() == PrimitiveType.U8);
    }

    /** Returns whether a lifted value already is what Java wants, so that a cast is enough. */
    boolean isPlain(ValueType type) {
        if (type instanceof PrimitiveType || isBytes(type)) {
            return true;
        } else if (type instanceof ListType list) {
            return isPlain(list.element());
        } else if (type instanceof FixedListType list) {
            return isPlain(list.element());
        } else if (type instanceof OptionType option) {
            return isPlain(option.value());
        } else if (type instanceof MapType map) {
            return isPlain(map.key()) && isPlain(map.value());
        } else if (type instanceof OwnType own) {
            return !resource(own.resource()).owner().exported();
        } else if (type instanceof BorrowType borrow) {
            return !resource(borrow.resource()).owner().exported();
        }
        return false;
    }

    /** Returns an expression that makes the Java value out of a lifted one. */
    String lift(ValueType type, String value, JavaFile file) {
        return lift(type, value, file, 0);
    }

    private String lift(ValueType type, String value, JavaFile file, int depth) {
        String lifting = file.use(ABI + "Lifting");
        if (isPlain(type)) {
            return "(" + reference(type, file) + ") " + value;
        } else if (named.containsKey(type)) {
            Named java = named.get(type);
            return file.use(java.owner().bindingName()) + "." + java.lifting() + "(" + value + ")";
        } else if (type instanceof ListType list) {
            return lifting + ".list(" + value + ", " + function(list.element(), file, depth) + ")";
        } else if (type instanceof FixedListType list) {
            return lifting + ".list(" + value + ", " + function(list.element(), file, depth) + ")";
        } else if (type instanceof OptionType option) {
            return lifting + ".option(" + value + ", " + function(option.value(), file, depth) + ")";
        } else if (type instanceof MapType map) {
            return lifting + ".map(" + value + ", " + function(map.key(), file, depth) + ", "
                    + function(map.value(), file, depth) + ")";
        } else if (type instanceof ResultType result) {
            return lifting + ".result(" + value + ", " + optionalFunction(result.ok(), file, depth) + ", "
                    + optionalFunction(result.error(), file, depth) + ")";
        } else if (type instanceof TupleType tuple) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < tuple.elements().size(); i++) {
                parts.add(lift(tuple.elements().get(i), lifting + ".field(" + value + ", " + i + ")", file, depth));
            }
            return "new " + reference(tuple, file) + "(" + String.join(", ", parts) + ")";
        } else if (type instanceof OwnType own) {
            return guest(own.resource(), value, file);
        } else if (type instanceof BorrowType borrow) {
            return guest(borrow.resource(), value, file);
        }
        throw new IllegalArgumentException("no lifting for " + type);
    }

    private String guest(ResourceType type, String value, JavaFile file) {
        return "new " + name(resource(type), file) + "((" + file.use(ABI + "GuestResource") + ") " + value + ")";
    }

    private String function(ValueType type, JavaFile file, int depth) {
        if (named.containsKey(type)) {
            Named java = named.get(type);
            return file.use(java.owner().bindingName()) + "::" + java.lifting();
        }
        String each = depth == 0 ? "each" : "each" + (depth + 1);
        return each + " -> " + lift(type, each, file, depth + 1);
    }

    private String optionalFunction(Optional<ValueType> type, JavaFile file, int depth) {
        // Never called: there is no payload.
        return type.map(present -> function(present, file, depth)).orElse("none -> null");
    }

    /** Checks that everything an interface uses has a Java type. */
    void check(JavaInterface owner) {
        WitInterface source = owner.source();
        source.type().exports().forEach((name, extern) -> {
            if (extern instanceof ExternType.OfType of && of.type() instanceof ValueType value) {
                check(value, owner, name);
            }
        });
        owner.functions().forEach((name, function) -> {
            function.parameters().forEach(parameter -> check(parameter.type(), owner, name));
            function.result().ifPresent(result -> check(result, owner, name));
        });
    }

    private void check(ValueType type, JavaInterface owner, String name) {
        if (type instanceof TupleType tuple) {
            if (tuple.elements().size() > 8) {
                throw new GeneratorException(
                        "`" + name + "`: tuples of more than 8 parts have no Java type; use a record",
                        owner.place(name));
            }
            tuple.elements().forEach(element -> check(element, owner, name));
        } else if (type instanceof ListType list) {
            check(list.element(), owner, name);
        } else if (type instanceof FixedListType list) {
            check(list.element(), owner, name);
        } else if (type instanceof OptionType option) {
            check(option.value(), owner, name);
        } else if (type instanceof MapType map) {
            check(map.key(), owner, name);
            check(map.value(), owner, name);
        } else if (type instanceof ResultType result) {
            result.ok().ifPresent(ok -> check(ok, owner, name));
            result.error().ifPresent(error -> check(error, owner, name));
        } else if (type instanceof FlagsType flags && flags.labels().size() > 32) {
            throw new GeneratorException("`" + name + "`: flags of more than 32 labels", owner.place(name));
        } else if (type instanceof RecordType record
                && named(type).owner().equals(owner)
                && named(type).name().equals(name)) {
            record.fields().forEach(field -> check(field.type(), owner, name));
        } else if (type instanceof VariantType variant
                && named(type).owner().equals(owner)
                && named(type).name().equals(name)) {
            variant.cases().forEach(item -> item.payload().ifPresent(payload -> check(payload, owner, name)));
        }
    }

    static boolean isEnumLike(Type type) {
        return type instanceof EnumType || type instanceof FlagsType;
    }
}
