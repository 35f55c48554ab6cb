package io.fuscia.wit.validation;

import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds what abstract resources stand for: the first place where a description introduces one is looked up in what is
 * actually given. Kinds that do not fit are left for subtyping to report.
 */
final class ResourceBinding {
    private final Set<ResourceId> open;
    private final Map<ResourceId, ResourceId> bound = new HashMap<>();
    private final IdentityHashMap<Type, Type> types = new IdentityHashMap<>();

    ResourceBinding(Collection<ResourceId> open) {
        this.open = new HashSet<>(open);
    }

    void match(Map<String, ExternType> described, Map<String, ExternType> given) {
        described.forEach((name, type) -> {
            ExternType actual = given.get(name);
            if (actual != null) {
                match(type, actual);
            }
        });
    }

    private void match(ExternType described, ExternType given) {
        if (described instanceof ExternType.OfType of && given instanceof ExternType.OfType actual) {
            types.put(of.type(), actual.type());
            if (of.type() instanceof ResourceType resource
                    && actual.type() instanceof ResourceType resourceGiven
                    && open.contains(resource.id())) {
                bound.putIfAbsent(resource.id(), resourceGiven.id());
            }
        } else if (described instanceof InstanceType instance && given instanceof InstanceType actual) {
            match(instance.exports(), actual.exports());
        }
    }

    /** What each open resource stands for, as far as found. */
    Map<ResourceId, ResourceId> resources() {
        return bound;
    }

    /** What each described type object stands for. */
    IdentityHashMap<Type, Type> types() {
        return types;
    }
}
