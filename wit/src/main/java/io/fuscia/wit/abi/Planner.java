package io.fuscia.wit.abi;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Makes the plans for one component instance's types; equal types share theirs. Not thread-safe, unlike the plans. */
public final class Planner {
    private static final StringPlan STRING = new StringPlan();

    private final ToIntFunction<ResourceId> resources;
    private final Map<ValueType, ValuePlan> plans = new HashMap<>();

    /**
     * @param resources which of the store's resource types a resource of this component instance is
     */
    public Planner(ToIntFunction<ResourceId> resources) {
        this.resources = resources;
    }

    /** Returns the plan for calls of functions of this type. */
    public FunctionPlan plan(FunctionType type) {
        List<ValuePlan> parameters = new ArrayList<>();
        for (FunctionType.Parameter parameter : type.parameters()) {
            parameters.add(plan(parameter.type()));
        }
        return new FunctionPlan(parameters, type.result().map(this::plan).orElse(null));
    }

    private ValuePlan plan(ValueType type) {
        ValuePlan known = plans.get(type);
        if (known == null) {
            known = make(type);
            plans.put(type, known);
        }
        return known;
    }

    private ValuePlan make(ValueType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive == PrimitiveType.STRING ? STRING : new PrimitivePlan(primitive);
        } else if (type instanceof ListType list) {
            return new ListPlan(plan(list.element()));
        } else if (type instanceof FixedListType list) {
            return new FixedListPlan(plan(list.element()), list.length());
        } else if (type instanceof MapType map) {
            return new MapPlan(plan(map.key()), plan(map.value()));
        } else if (type instanceof RecordType record) {
            return tuple(record.fields().stream().map(RecordType.Field::type).toList(), "a record");
        } else if (type instanceof TupleType tuple) {
            return tuple(tuple.elements(), "a tuple");
        } else if (type instanceof FlagsType flags) {
            return new FlagsPlan(flags.labels().size());
        } else if (type instanceof OwnType own) {
            return new HandlePlan(resources.applyAsInt(own.resource().id()), true);
        } else if (type instanceof BorrowType borrow) {
            return new HandlePlan(resources.applyAsInt(borrow.resource().id()), false);
        }
        return variant(type);
    }

    private ValuePlan variant(ValueType type) {
        if (type instanceof VariantType variant) {
            return variant(
                    VariantPlan.Shape.VARIANT,
                    variant.cases().stream().map(VariantType.Case::payload).toList());
        } else if (type instanceof EnumType enumeration) {
            return new VariantPlan(
                    VariantPlan.Shape.ENUM, new ValuePlan[enumeration.cases().size()]);
        } else if (type instanceof OptionType option) {
            return variant(VariantPlan.Shape.OPTION, List.of(Optional.empty(), Optional.of(option.value())));
        } else if (type instanceof ResultType result) {
            return variant(VariantPlan.Shape.RESULT, List.of(result.ok(), result.error()));
        }
        throw new IllegalArgumentException("no plan for " + type + ": outside the synchronous feature set");
    }

    private ValuePlan variant(VariantPlan.Shape shape, List<Optional<ValueType>> cases) {
        ValuePlan[] payloads = new ValuePlan[cases.size()];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = cases.get(i).map(this::plan).orElse(null);
        }
        return new VariantPlan(shape, payloads);
    }

    private TuplePlan tuple(List<ValueType> types, String description) {
        List<ValuePlan> fields = new ArrayList<>();
        for (ValueType type : types) {
            fields.add(plan(type));
        }
        return new TuplePlan(fields, description);
    }
}
