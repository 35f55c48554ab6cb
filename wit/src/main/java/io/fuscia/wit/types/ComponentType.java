package io.fuscia.wit.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A component type; compared by object identity.
 *
 * <p>{@code importedResources} are introduced by the imports (each instantiation replaces them by what it is given),
 * {@code freshResources} are made anew by each instantiation.
 */
public final class ComponentType implements Type, ExternType {
    private final Map<String, ExternType> imports;
    private final Map<String, ExternType> exports;
    private final List<ResourceId> importedResources;
    private final List<ResourceId> freshResources;
    private final TypeFacts facts;

    public ComponentType(
            Map<String, ExternType> imports,
            Map<String, ExternType> exports,
            List<ResourceId> importedResources,
            List<ResourceId> freshResources) {
        this.imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        this.exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
        this.importedResources = List.copyOf(importedResources);
        this.freshResources = List.copyOf(freshResources);
        this.facts = TypeFacts.ofExterns(Stream.concat(this.imports.values().stream(), this.exports.values().stream())
                .toList());
    }

    /** Imports in order. */
    public Map<String, ExternType> imports() {
        return imports;
    }

    /** Exports in order. */
    public Map<String, ExternType> exports() {
        return exports;
    }

    public List<ResourceId> importedResources() {
        return importedResources;
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
        return "component{imports=" + imports + ", exports=" + exports + "}";
    }
}
