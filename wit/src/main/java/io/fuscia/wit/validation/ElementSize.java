package io.fuscia.wit.validation;

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
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes of values in memory as if pointers had 64 bits, the form in which the format limits them. */
final class ElementSize {
    private static final Layout POINTER_PAIR = new Layout(16, 8);

    private final Diagnostics diagnostics;
    private final IdentityHashMap<ValueType, Layout> known = new IdentityHashMap<>();

    ElementSize(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    private record Layout(long size, int alignment) {
        static Layout scalar(int size) {
            return new Layout(size, size);
        }
    }

    /** Refuses a type whose values are too large. */
    void check(ValueType type) {
        if (layout(type).size() >= TypeLimits.BYTES) {
            throw diagnostics.invalid("a value of this type exceeds maximum byte size of " + (TypeLimits.BYTES - 1));
        }
    }

    private Layout layout(ValueType type) {
        Layout layout = known.get(type);
        if (layout == null) {
            diagnostics.work(1);
            layout = compute(type);
            known.put(type, layout);
        }
        return layout;
    }

    private Layout compute(ValueType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive);
        }
        if (type instanceof ListType || type instanceof MapType) {
            return POINTER_PAIR;
        }
        if (type instanceof FixedListType list) {
            Layout element = layout(list.element());
            // Both factors are below 2^32, the first even below 2^28: no overflow.
            return new Layout(element.size() * list.length(), element.alignment());
        }
        if (type instanceof TupleType tuple) {
            return sequence(tuple.elements());
        }
        if (type instanceof RecordType record) {
            return sequence(record.fields().stream().map(RecordType.Field::type).toList());
        }
        if (type instanceof VariantType variant) {
            return variant(
                    variant.cases().size(),
                    variant.cases().stream().map(VariantType.Case::payload).flatMap(Optional::stream));
        }
        if (type instanceof OptionType option) {
            return variant(2, Stream.of(option.value()));
        }
        if (type instanceof ResultType result) {
            return variant(2, Stream.concat(result.ok().stream(), result.error().stream()));
        }
        if (type instanceof EnumType cases) {
            return variant(cases.cases().size(), Stream.empty());
        }
        if (type instanceof FlagsType flags) {
            int count = flags.labels().size();
            return Layout.scalar(count <= 8 ? 1 : count <= 16 ? 2 : 4);
        }
        if (type instanceof OwnType || type instanceof BorrowType) {
            return Layout.scalar(4);
        }
        return Layout.scalar(4);
    }

    private static Layout primitive(PrimitiveType type) {
        return switch (type) {
            case BOOL, S8, U8 -> Layout.scalar(1);
            case S16, U16 -> Layout.scalar(2);
            case S32, U32, F32, CHAR, ERROR_CONTEXT -> Layout.scalar(4);
            case S64, U64, F64 -> Layout.scalar(8);
            case STRING -> POINTER_PAIR;
        };
    }

    private Layout sequence(List<ValueType> parts) {
        long size = 0;
        int alignment = 1;
        for (ValueType part : parts) {
            Layout layout = layout(part);
            size = align(size, layout.alignment()) + layout.size();
            alignment = Math.max(alignment, layout.alignment());
        }
        return new Layout(align(size, alignment), alignment);
    }

    private Layout variant(int cases, Stream<ValueType> payloads) {
        int discriminant = cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
        long size = 0;
        int alignment = discriminant;
        for (ValueType payload : payloads.toList()) {
            Layout layout = layout(payload);
            size = Math.max(size, layout.size());
            alignment = Math.max(alignment, layout.alignment());
        }
        return new Layout(align(align(discriminant, alignment) + size, alignment), alignment);
    }

    private static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }
}
