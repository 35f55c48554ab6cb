package io.fuscia.wit.validation;

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
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** Whether a type mentions a resource that it does not introduce itself. */
final class FreeResources {
    private final Diagnostics diagnostics;
    private final Set<ResourceId> introduced = new HashSet<>();
    private final Set<Type> clean = Collections.newSetFromMap(new IdentityHashMap<>());

    FreeResources(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    boolean mentioned(Type type) {
        if (!type.facts().containsHandle() || clean.contains(type)) {
            return false;
        }
        diagnostics.work(1);
        boolean mentioned = compute(type);
        if (!mentioned) {
            clean.add(type);
        }
        return mentioned;
    }

    private boolean mentioned(ExternType type) {
        if (type instanceof ExternType.OfType of) {
            return mentioned(of.type());
        }
        return type instanceof Type inner && mentioned(inner);
    }

    private boolean compute(Type type) {
        if (type instanceof ResourceType resource) {
            return !introduced.contains(resource.id());
        }
        if (type instanceof OwnType own) {
            return mentioned(own.resource());
        }
        if (type instanceof BorrowType borrow) {
            return mentioned(borrow.resource());
        }
        if (type instanceof FunctionType function) {
            return function.parameters().stream().anyMatch(parameter -> mentioned(parameter.type()))
                    || function.result().stream().anyMatch(this::mentioned);
        }
        if (type instanceof InstanceType instance) {
            introduced.addAll(instance.freshResources());
            return instance.exports().values().stream().anyMatch(this::mentioned);
        }
        if (type instanceof ComponentType component) {
            introduced.addAll(component.importedResources());
            introduced.addAll(component.freshResources());
            return component.imports().values().stream().anyMatch(this::mentioned)
                    || component.exports().values().stream().anyMatch(this::mentioned);
        }
        return value(type);
    }

    private boolean value(Type type) {
        if (type instanceof ListType list) {
            return mentioned(list.element());
        }
        if (type instanceof FixedListType list) {
            return mentioned(list.element());
        }
        if (type instanceof MapType map) {
            return mentioned(map.key()) || mentioned(map.value());
        }
        if (type instanceof TupleType tuple) {
            return tuple.elements().stream().anyMatch(this::mentioned);
        }
        if (type instanceof RecordType record) {
            return record.fields().stream().anyMatch(field -> mentioned(field.type()));
        }
        if (type instanceof VariantType variant) {
            return variant.cases().stream()
                    .anyMatch(item -> item.payload().stream().anyMatch(this::mentioned));
        }
        if (type instanceof OptionType option) {
            return mentioned(option.value());
        }
        return type instanceof ResultType result
                && (result.ok().stream().anyMatch(this::mentioned)
                        || result.error().stream().anyMatch(this::mentioned));
    }
}
