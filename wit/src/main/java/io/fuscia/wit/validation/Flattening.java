package io.fuscia.wit.validation;

import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreValueType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Core signatures of lifted and lowered functions, and what they need (CanonicalABI.md#flattening). */
final class Flattening {
    private static final int MAX_PARAMETERS = 16;
    private static final int MAX_RESULTS = 1;

    private Flattening() {}

    /**
     * How a function looks from core code.
     *
     * @param type the core signature
     * @param needsMemory whether values pass through memory
     * @param needsRealloc whether values are allocated in the callee's or caller's memory
     */
    record Signature(CoreFunctionType type, boolean needsMemory, boolean needsRealloc) {}

    /** The signature that {@code canon lift} expects of the core function. */
    static Signature lift(FunctionType function) {
        Flat parameters = parameters(function);
        Flat result = result(function);
        boolean spilled = parameters.exceeds(MAX_PARAMETERS);
        boolean returned = result.exceeds(MAX_RESULTS);
        CoreFunctionType type = new CoreFunctionType(
                spilled ? List.of(CoreValueType.I32) : parameters.values,
                returned ? List.of(CoreValueType.I32) : result.values);
        boolean allocates = spilled || parameters.pointers;
        return new Signature(type, allocates || returned || result.pointers, allocates);
    }

    /** The signature of the core function that {@code canon lower} makes. */
    static Signature lower(FunctionType function) {
        Flat parameters = parameters(function);
        Flat result = result(function);
        boolean spilled = parameters.exceeds(MAX_PARAMETERS);
        boolean returned = result.exceeds(MAX_RESULTS);
        List<CoreValueType> flat = new ArrayList<>(spilled ? List.of(CoreValueType.I32) : parameters.values);
        if (returned) {
            flat.add(CoreValueType.I32);
        }
        CoreFunctionType type = new CoreFunctionType(flat, returned ? List.of() : result.values);
        return new Signature(type, spilled || parameters.pointers || returned || result.pointers, result.pointers);
    }

    private static Flat parameters(FunctionType function) {
        Flat flat = new Flat();
        function.parameters().forEach(parameter -> flat.add(parameter.type()));
        return flat;
    }

    private static Flat result(FunctionType function) {
        Flat flat = new Flat();
        function.result().ifPresent(flat::add);
        return flat;
    }

    /** The flat form of some values; not continued once it is too long to matter. */
    private static final class Flat {
        private final List<CoreValueType> values = new ArrayList<>();

        /** Whether parts of the values lie elsewhere in memory. */
        private boolean pointers;

        boolean exceeds(int limit) {
            return values.size() > limit;
        }

        private void put(CoreValueType value) {
            if (values.size() <= MAX_PARAMETERS) {
                values.add(value);
            }
        }

        void add(ValueType type) {
            pointers |= type.facts().containsPointer();
            if (exceeds(MAX_PARAMETERS)) {
                return;
            }
            if (type instanceof PrimitiveType primitive) {
                primitive(primitive);
            } else if (type instanceof ListType || type instanceof MapType) {
                pointer();
            } else if (type instanceof FixedListType list) {
                fixed(list);
            } else if (type instanceof TupleType tuple) {
                tuple.elements().forEach(this::add);
            } else if (type instanceof RecordType record) {
                record.fields().forEach(field -> add(field.type()));
            } else if (type instanceof VariantType variant) {
                variant(variant.cases().stream().map(VariantType.Case::payload).flatMap(Optional::stream));
            } else if (type instanceof OptionType option) {
                variant(Stream.of(option.value()));
            } else if (type instanceof ResultType result) {
                variant(Stream.concat(result.ok().stream(), result.error().stream()));
            } else {
                // Enums, flags and handles.
                put(CoreValueType.I32);
            }
        }

        private void primitive(PrimitiveType type) {
            switch (type) {
                case BOOL, S8, U8, S16, U16, S32, U32, CHAR, ERROR_CONTEXT -> put(CoreValueType.I32);
                case S64, U64 -> put(CoreValueType.I64);
                case F32 -> put(CoreValueType.F32);
                case F64 -> put(CoreValueType.F64);
                case STRING -> pointer();
            }
        }

        private void pointer() {
            put(CoreValueType.I32);
            put(CoreValueType.I32);
        }

        private void fixed(FixedListType list) {
            for (long i = 0; i < list.length() && values.size() <= MAX_PARAMETERS; i++) {
                add(list.element());
            }
        }

        private void variant(Stream<ValueType> payloads) {
            put(CoreValueType.I32);
            List<CoreValueType> joined = new ArrayList<>();
            for (ValueType payload : payloads.toList()) {
                Flat flat = new Flat();
                flat.add(payload);
                for (int i = 0; i < flat.values.size(); i++) {
                    if (i < joined.size()) {
                        joined.set(i, join(joined.get(i), flat.values.get(i)));
                    } else {
                        joined.add(flat.values.get(i));
                    }
                }
            }
            joined.forEach(this::put);
        }

        private static CoreValueType join(CoreValueType left, CoreValueType right) {
            if (left.equals(right)) {
                return left;
            }
            boolean narrow = (left.equals(CoreValueType.I32) || left.equals(CoreValueType.F32))
                    && (right.equals(CoreValueType.I32) || right.equals(CoreValueType.F32));
            return narrow ? CoreValueType.I32 : CoreValueType.I64;
        }
    }
}
