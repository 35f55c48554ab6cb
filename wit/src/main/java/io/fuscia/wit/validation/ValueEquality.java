package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.FutureType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.StreamType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Value types have no subtypes: they are equal or they differ, and this says where. */
final class ValueEquality {
    private static final int MESSAGE_DEPTH = 10;

    private final Diagnostics diagnostics;

    /** Pairs known to be equal, for types that share parts. */
    private final IdentityHashMap<ValueType, IdentityHashMap<ValueType, Boolean>> equal = new IdentityHashMap<>();

    private int contexts;

    ValueEquality(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void within(String where, ValueType given, ValueType expected) {
        try {
            check(given, expected);
        } catch (InvalidComponentException e) {
            throw nested(where, e);
        }
    }

    /** Prefixes a message with where it arose, the innermost places only. */
    InvalidComponentException nested(String where, InvalidComponentException e) {
        contexts++;
        return contexts > MESSAGE_DEPTH ? e : diagnostics.invalid(where + ": " + unplaced(e));
    }

    private static String unplaced(InvalidComponentException e) {
        String message = e.getMessage();
        int place = message.lastIndexOf(" (at offset ");
        return place < 0 ? message : message.substring(0, place);
    }

    void check(ValueType given, ValueType expected) {
        if (given == expected) {
            return;
        }
        IdentityHashMap<ValueType, Boolean> known = equal.computeIfAbsent(given, type -> new IdentityHashMap<>());
        if (known.containsKey(expected)) {
            return;
        }
        diagnostics.work(1);
        compare(given, expected);
        known.put(expected, true);
    }

    private void compare(ValueType given, ValueType expected) {
        if (given instanceof PrimitiveType && expected instanceof PrimitiveType) {
            throw diagnostics.invalid("expected primitive `" + expected + "` found primitive `" + given + "`");
        }
        if (expected instanceof RecordType record && given instanceof RecordType actual) {
            record(actual, record);
        } else if (expected instanceof VariantType variant && given instanceof VariantType actual) {
            variant(actual, variant);
        } else if (expected instanceof TupleType tuple && given instanceof TupleType actual) {
            tuple(actual, tuple);
        } else if (expected instanceof FlagsType flags && given instanceof FlagsType actual) {
            labels(actual.labels(), flags.labels(), "flags");
        } else if (expected instanceof EnumType cases && given instanceof EnumType actual) {
            labels(actual.cases(), cases.cases(), "enum");
        } else if (expected instanceof ListType list && given instanceof ListType actual) {
            check(actual.element(), list.element());
        } else if (expected instanceof FixedListType list && given instanceof FixedListType actual) {
            if (list.length() != actual.length()) {
                throw diagnostics.invalid(
                        "expected fixed-length list of " + list.length() + ", found " + actual.length());
            }
            check(actual.element(), list.element());
        } else if (expected instanceof MapType map && given instanceof MapType actual) {
            check(actual.key(), map.key());
            check(actual.value(), map.value());
        } else {
            compareSmall(given, expected);
        }
    }

    private void compareSmall(ValueType given, ValueType expected) {
        if (expected instanceof OptionType option && given instanceof OptionType actual) {
            check(actual.value(), option.value());
        } else if (expected instanceof ResultType result && given instanceof ResultType actual) {
            side(actual.ok(), result.ok(), "ok");
            side(actual.error(), result.error(), "err");
        } else if (expected instanceof OwnType own && given instanceof OwnType actual) {
            resource(actual.resource(), own.resource());
        } else if (expected instanceof BorrowType borrow && given instanceof BorrowType actual) {
            resource(actual.resource(), borrow.resource());
        } else if (expected instanceof StreamType stream && given instanceof StreamType actual) {
            side(actual.element(), stream.element(), "stream");
        } else if (expected instanceof FutureType future && given instanceof FutureType actual) {
            side(actual.value(), future.value(), "future");
        } else {
            String wanted = expected instanceof PrimitiveType && !(given instanceof TupleType)
                    ? "primitive"
                    : Describe.value(expected);
            throw diagnostics.invalid("expected " + wanted + ", found " + Describe.value(given));
        }
    }

    private void record(RecordType given, RecordType expected) {
        if (given.fields().size() != expected.fields().size()) {
            throw diagnostics.invalid("expected " + expected.fields().size() + " fields, found "
                    + given.fields().size());
        }
        for (int i = 0; i < expected.fields().size(); i++) {
            RecordType.Field wanted = expected.fields().get(i);
            RecordType.Field actual = given.fields().get(i);
            if (!wanted.name().equals(actual.name())) {
                throw diagnostics.invalid("expected field name `" + wanted.name() + "`, found `" + actual.name() + "`");
            }
            within("type mismatch in record field `" + wanted.name() + "`", actual.type(), wanted.type());
        }
    }

    private void variant(VariantType given, VariantType expected) {
        if (given.cases().size() != expected.cases().size()) {
            throw diagnostics.invalid("expected " + expected.cases().size() + " cases, found "
                    + given.cases().size());
        }
        for (int i = 0; i < expected.cases().size(); i++) {
            VariantType.Case wanted = expected.cases().get(i);
            VariantType.Case actual = given.cases().get(i);
            if (!wanted.name().equals(actual.name())) {
                throw diagnostics.invalid("expected case named `" + wanted.name() + "`, found `" + actual.name() + "`");
            }
            if (wanted.payload().isPresent() != actual.payload().isPresent()) {
                throw diagnostics.invalid("expected case `" + wanted.name() + "` to have "
                        + (wanted.payload().isPresent() ? "a type, found none" : "no type"));
            }
            if (wanted.payload().isPresent()) {
                within(
                        "type mismatch in variant case `" + wanted.name() + "`",
                        actual.payload().get(),
                        wanted.payload().get());
            }
        }
    }

    private void tuple(TupleType given, TupleType expected) {
        if (given.elements().size() != expected.elements().size()) {
            throw diagnostics.invalid("expected " + expected.elements().size() + " types, found "
                    + given.elements().size());
        }
        for (int i = 0; i < expected.elements().size(); i++) {
            within(
                    "type mismatch in tuple field " + i,
                    given.elements().get(i),
                    expected.elements().get(i));
        }
    }

    private void labels(List<String> given, List<String> expected, String what) {
        if (!given.equals(expected)) {
            throw diagnostics.invalid("mismatch in " + what + " elements");
        }
    }

    private void side(Optional<ValueType> given, Optional<ValueType> expected, String name) {
        if (expected.isPresent() != given.isPresent()) {
            throw diagnostics.invalid(
                    "expected " + name + " type" + (expected.isPresent() ? ", but found none" : " to not be present"));
        }
        if (expected.isPresent()) {
            within("type mismatch in " + name + " variant", given.get(), expected.get());
        }
    }

    private void resource(ResourceType given, ResourceType expected) {
        if (!given.equals(expected)) {
            throw diagnostics.invalid("resource types are not the same (" + expected + ", " + given + ")");
        }
    }
}
