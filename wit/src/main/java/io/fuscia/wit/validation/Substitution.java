package io.fuscia.wit.validation;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreModuleType;
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
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.StreamType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces resources by resources and type objects by type objects throughout a type; what holds none of them comes
 * back as the same object, and equal inputs by identity give equal outputs by identity.
 */
@SuppressWarnings({"ReferenceEquality", "OptionalEquality"}) // Types keep their names by staying the same objects.
final class Substitution {
    private final Diagnostics diagnostics;
    private final Map<ResourceId, ResourceId> resources;
    private final IdentityHashMap<Type, Type> done;
    private final boolean resourcesOnly;

    /**
     * @param resources what each resource becomes
     * @param types what each type object becomes; takes precedence
     */
    Substitution(Diagnostics diagnostics, Map<ResourceId, ResourceId> resources, IdentityHashMap<Type, Type> types) {
        this.diagnostics = diagnostics;
        this.resources = resources;
        this.resourcesOnly = types.isEmpty();
        this.done = new IdentityHashMap<>(types);
    }

    ExternType apply(ExternType type) {
        if (type instanceof ExternType.OfType of) {
            Type result = apply(of.type());
            return result == of.type() ? of : new ExternType.OfType(result);
        }
        return type instanceof CoreModuleType ? type : (ExternType) apply((Type) type);
    }

    Map<String, ExternType> apply(Map<String, ExternType> types) {
        diagnostics.retain(types.size());
        Map<String, ExternType> result = new LinkedHashMap<>();
        types.forEach((name, type) -> result.put(name, apply(type)));
        return result;
    }

    @SuppressWarnings("unchecked")
    private <T extends Type> T part(T type) {
        return (T) apply(type);
    }

    Type apply(Type type) {
        if (resourcesOnly && (resources.isEmpty() || !type.facts().containsHandle())) {
            return type;
        }
        Type known = done.get(type);
        if (known != null) {
            return known;
        }
        diagnostics.work(1);
        Type result = compute(type);
        done.put(type, result);
        return result;
    }

    private Type compute(Type type) {
        if (type instanceof ResourceType resource) {
            ResourceId replacement = resources.get(resource.id());
            return replacement == null ? resource : new ResourceType(replacement);
        }
        if (type instanceof FunctionType function) {
            return function(function);
        }
        if (type instanceof InstanceType instance) {
            Map<String, ExternType> exports = apply(instance.exports());
            return same(exports, instance.exports()) ? instance : new InstanceType(exports, instance.freshResources());
        }
        if (type instanceof ComponentType component) {
            Map<String, ExternType> imports = apply(component.imports());
            Map<String, ExternType> exports = apply(component.exports());
            return same(imports, component.imports()) && same(exports, component.exports())
                    ? component
                    : new ComponentType(imports, exports, component.importedResources(), component.freshResources());
        }
        return value((ValueType) type);
    }

    private Type function(FunctionType function) {
        List<FunctionType.Parameter> parameters = function.parameters().stream()
                .map(parameter -> {
                    ValueType type = part(parameter.type());
                    return type == parameter.type() ? parameter : new FunctionType.Parameter(parameter.name(), type);
                })
                .toList();
        diagnostics.retain(parameters.size());
        Optional<ValueType> result = part(function.result());
        return identical(parameters, function.parameters()) && result == function.result()
                ? function
                : new FunctionType(parameters, result);
    }

    private Type value(ValueType type) {
        if (type instanceof ListType list) {
            ValueType element = part(list.element());
            return element == list.element() ? list : new ListType(element);
        }
        if (type instanceof FixedListType list) {
            ValueType element = part(list.element());
            return element == list.element() ? list : new FixedListType(element, list.length());
        }
        if (type instanceof MapType map) {
            ValueType key = part(map.key());
            ValueType value = part(map.value());
            return key == map.key() && value == map.value() ? map : new MapType(key, value);
        }
        if (type instanceof TupleType tuple) {
            List<ValueType> elements = tuple.elements().stream().map(this::part).toList();
            diagnostics.retain(elements.size());
            return identical(elements, tuple.elements()) ? tuple : new TupleType(elements);
        }
        if (type instanceof RecordType record) {
            List<RecordType.Field> fields = record.fields().stream()
                    .map(field -> {
                        ValueType part = part(field.type());
                        return part == field.type() ? field : new RecordType.Field(field.name(), part);
                    })
                    .toList();
            diagnostics.retain(fields.size());
            return identical(fields, record.fields()) ? record : new RecordType(fields);
        }
        if (type instanceof VariantType variant) {
            List<VariantType.Case> cases = variant.cases().stream()
                    .map(item -> {
                        Optional<ValueType> payload = part(item.payload());
                        return payload == item.payload() ? item : new VariantType.Case(item.name(), payload);
                    })
                    .toList();
            diagnostics.retain(cases.size());
            return identical(cases, variant.cases()) ? variant : new VariantType(cases);
        }
        return smallValue(type);
    }

    private Type smallValue(ValueType type) {
        if (type instanceof OptionType option) {
            ValueType value = part(option.value());
            return value == option.value() ? option : new OptionType(value);
        }
        if (type instanceof ResultType result) {
            Optional<ValueType> ok = part(result.ok());
            Optional<ValueType> error = part(result.error());
            return ok == result.ok() && error == result.error() ? result : new ResultType(ok, error);
        }
        if (type instanceof OwnType own) {
            ResourceType resource = part(own.resource());
            return resource == own.resource() ? own : new OwnType(resource);
        }
        if (type instanceof BorrowType borrow) {
            ResourceType resource = part(borrow.resource());
            return resource == borrow.resource() ? borrow : new BorrowType(resource);
        }
        if (type instanceof PrimitiveType
                || type instanceof EnumType
                || type instanceof FlagsType
                || type instanceof StreamType
                || type instanceof FutureType) {
            return type;
        }
        throw new IllegalStateException("unknown type " + type.getClass());
    }

    private Optional<ValueType> part(Optional<ValueType> type) {
        if (type.isEmpty()) {
            return type;
        }
        ValueType result = part(type.get());
        return result == type.get() ? type : Optional.of(result);
    }

    private static boolean identical(List<?> left, List<?> right) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) != right.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Map<String, ExternType> left, Map<String, ExternType> right) {
        for (Map.Entry<String, ExternType> entry : left.entrySet()) {
            if (right.get(entry.getKey()) != entry.getValue()) {
                return false;
            }
        }
        return true;
    }
}
