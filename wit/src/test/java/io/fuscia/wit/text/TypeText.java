package io.fuscia.wit.text;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.VariantType;
import java.util.IdentityHashMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Component types as sorted lines, so that one from text and one from a binary can be compared: value types are written
 * out, resources are named by where they first appear, versions within 0.2 are left out.
 */
final class TypeText {
    private final IdentityHashMap<ResourceId, String> resources = new IdentityHashMap<>();

    private TypeText() {}

    /** Returns members by extern: {@code import wasi:io/poll} to {@code poll} to its type. */
    static SortedMap<String, SortedMap<String, String>> of(ComponentType type) {
        TypeText text = new TypeText();
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        type.imports().forEach((name, extern) -> text.nameResources("import " + plain(name), extern));
        type.exports().forEach((name, extern) -> text.nameResources("export " + plain(name), extern));
        type.imports().forEach((name, extern) -> all.put("import " + plain(name), text.members(extern)));
        type.exports().forEach((name, extern) -> all.put("export " + plain(name), text.members(extern)));
        return all;
    }

    private static String plain(String name) {
        return name.replaceFirst("@0\\.2\\.\\d+$", "");
    }

    private void nameResources(String where, ExternType extern) {
        if (extern instanceof InstanceType instance) {
            instance.exports().forEach((name, member) -> nameResources(where + "." + name, member));
        } else if (extern instanceof ExternType.OfType of && of.type() instanceof ResourceType resource) {
            resources.putIfAbsent(resource.id(), where);
        }
    }

    private SortedMap<String, String> members(ExternType extern) {
        SortedMap<String, String> members = new TreeMap<>();
        if (extern instanceof InstanceType instance) {
            instance.exports().forEach((name, member) -> members.put(name, text(member)));
        } else {
            members.put("", text(extern));
        }
        return members;
    }

    private String text(ExternType extern) {
        if (extern instanceof FunctionType function) {
            return "func("
                    + function.parameters().stream()
                            .map(parameter -> parameter.name() + ": " + text(parameter.type()))
                            .collect(Collectors.joining(", "))
                    + ")"
                    + function.result().map(result -> " -> " + text(result)).orElse("");
        } else if (extern instanceof ExternType.OfType of) {
            return "type " + text(of.type());
        }
        return extern.toString();
    }

    private String text(Type type) {
        if (type instanceof ResourceType resource) {
            return "resource " + resources.get(resource.id());
        } else if (type instanceof OwnType own) {
            return "own<" + resources.get(own.resource().id()) + ">";
        } else if (type instanceof BorrowType borrow) {
            return "borrow<" + resources.get(borrow.resource().id()) + ">";
        } else if (type instanceof ListType list) {
            return "list<" + text(list.element()) + ">";
        } else if (type instanceof FixedListType list) {
            return "list<" + text(list.element()) + ", " + list.length() + ">";
        } else if (type instanceof MapType map) {
            return "map<" + text(map.key()) + ", " + text(map.value()) + ">";
        } else if (type instanceof OptionType option) {
            return "option<" + text(option.value()) + ">";
        } else if (type instanceof ResultType result) {
            return "result<" + result.ok().map(this::text).orElse("_") + ", "
                    + result.error().map(this::text).orElse("_") + ">";
        } else if (type instanceof TupleType tuple) {
            return tuple.elements().stream().map(this::text).collect(Collectors.joining(", ", "tuple<", ">"));
        } else if (type instanceof RecordType record) {
            return record.fields().stream()
                    .map(field -> field.name() + ": " + text(field.type()))
                    .collect(Collectors.joining(", ", "record {", "}"));
        } else if (type instanceof VariantType variant) {
            return variant.cases().stream()
                    .map(item -> item.name()
                            + item.payload()
                                    .map(payload -> "(" + text(payload) + ")")
                                    .orElse(""))
                    .collect(Collectors.joining(", ", "variant {", "}"));
        }
        return type.toString();
    }
}
