package io.fuscia.wit.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance type; compared by object identity (use the validator's subtyping to relate two of them).
 *
 * <p>{@code freshResources} are the resources that this type itself introduces: every import or instance of the type
 * stands for resources of its own, so they are renamed when such an instance is added to an index space.
 */
public final class InstanceType implements Type, ExternType {
    private final Map<String, ExternType> exports;
    private final List<ResourceId> freshResources;
    private final TypeFacts facts;

    public InstanceType(Map<String, ExternType> exports, List<ResourceId> freshResources) {
        this.exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
        this.freshResources = List.copyOf(freshResources);
        this.facts = TypeFacts.ofExterns(this.exports.values());
    }

    /** Exports in order. */
    public Map<String, ExternType> exports() {
        return exports;
    }

    public List<ResourceId> freshResources() {
        return freshResources;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public String toString() {
        return "instance" + exports;
    }
}
