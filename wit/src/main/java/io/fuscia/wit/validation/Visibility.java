package io.fuscia.wit.validation;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.FutureType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.StreamType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Types that an import or export mentions need a name that the outside can see
 * (Explainer.md#external-visibility-of-types). Records, variants, enums, flags and resources have names; the name is
 * the identity of the type object, a fresh one being made by every import and export of the type.
 */
final class Visibility {
    private final Diagnostics diagnostics;
    private final Set<Type> named;
    private final List<Type> found = new ArrayList<>();
    private final Set<ValueType> visible = Collections.newSetFromMap(new IdentityHashMap<>());

    private Visibility(Diagnostics diagnostics, Set<Type> named) {
        this.diagnostics = diagnostics;
        this.named = named;
    }

    /** Checks an import or export of {@code scope} and makes the types that it names usable. */
    static void register(Diagnostics diagnostics, Scope scope, boolean imported, ExternType type) {
        if (scope.kind == Scope.Kind.INSTANCE_TYPE) {
            return;
        }
        Set<Type> named = imported ? scope.importedTypes : scope.exportedTypes;
        Visibility visibility = new Visibility(diagnostics, named);
        if (!visibility.extern(type)) {
            String kind = type instanceof ExternType.OfType ? "type" : Describe.kind(type);
            throw diagnostics.invalid(kind + " not valid to be used as " + (imported ? "import" : "export"));
        }
        if (imported) {
            scope.exportedTypes.addAll(visibility.found);
        }
    }

    private boolean extern(ExternType type) {
        diagnostics.work(1);
        if (type instanceof ExternType.OfType of) {
            if (!declared(of.type())) {
                return false;
            }
            name(of.type());
            return true;
        }
        if (type instanceof InstanceType instance) {
            return instance.exports().values().stream().allMatch(this::extern);
        }
        return !(type instanceof FunctionType function) || function(function);
    }

    private void name(Type type) {
        named.add(type);
        found.add(type);
    }

    /** A type being given a name: its parts must be visible, it need not be yet. */
    private boolean declared(Type type) {
        if (type instanceof FunctionType function) {
            return function(function);
        }
        if (type instanceof InstanceType instance) {
            return closedInstance(instance);
        }
        return !(type instanceof ValueType value) || parts(value);
    }

    /** What an instance type exports is a name within it, and only there. */
    private boolean closedInstance(InstanceType instance) {
        diagnostics.work(named.size());
        Visibility inner = new Visibility(diagnostics, identitySet(named));
        return instance.exports().values().stream().allMatch(inner::extern);
    }

    private static Set<Type> identitySet(Set<Type> types) {
        Set<Type> copy = Collections.newSetFromMap(new IdentityHashMap<>());
        copy.addAll(types);
        return copy;
    }

    private boolean function(FunctionType function) {
        diagnostics.work(function.parameters().size());
        return function.parameters().stream().allMatch(parameter -> visible(parameter.type()))
                && function.result().stream().allMatch(this::visible);
    }

    private boolean visible(ValueType type) {
        if (type instanceof RecordType
                || type instanceof VariantType
                || type instanceof EnumType
                || type instanceof FlagsType) {
            return named.contains(type);
        }
        if (visible.contains(type)) {
            return true;
        }
        diagnostics.work(1);
        if (!parts(type)) {
            return false;
        }
        visible.add(type);
        return true;
    }

    private boolean parts(ValueType type) {
        if (type instanceof RecordType record) {
            diagnostics.work(record.fields().size());
            return record.fields().stream().allMatch(field -> visible(field.type()));
        }
        if (type instanceof VariantType variant) {
            diagnostics.work(variant.cases().size());
            return variant.cases().stream()
                    .allMatch(item -> item.payload().stream().allMatch(this::visible));
        }
        if (type instanceof TupleType tuple) {
            diagnostics.work(tuple.elements().size());
            return tuple.elements().stream().allMatch(this::visible);
        }
        if (type instanceof ListType list) {
            return visible(list.element());
        }
        if (type instanceof FixedListType list) {
            return visible(list.element());
        }
        if (type instanceof MapType map) {
            return visible(map.key()) && visible(map.value());
        }
        if (type instanceof OptionType option) {
            return visible(option.value());
        }
        if (type instanceof ResultType result) {
            return result.ok().stream().allMatch(this::visible)
                    && result.error().stream().allMatch(this::visible);
        }
        if (type instanceof OwnType own) {
            return named.contains(own.resource());
        }
        if (type instanceof BorrowType borrow) {
            return named.contains(borrow.resource());
        }
        if (type instanceof StreamType stream) {
            return stream.element().stream().allMatch(this::visible);
        }
        return !(type instanceof FutureType future) || future.value().stream().allMatch(this::visible);
    }
}
