package io.fuscia.wit.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a host offers to components: functions and resource types by instance name. Immutable and
 * thread-safe: build it once and give it to many instances; what differs per instance is attached when instantiating.
 */
public final class HostImports {
    /** Offers nothing. */
    public static final HostImports NONE = builder().build();

    private final Map<String, HostFunction> functions;
    private final Map<String, HostInstance> instances;

    private HostImports(Map<String, HostFunction> functions, Map<String, HostInstance> instances) {
        this.functions = Map.copyOf(functions);
        this.instances = Map.copyOf(instances);
    }

    /** Starts an empty offer. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that already has everything that is offered here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.functions.putAll(functions);
        instances.forEach((name, instance) -> {
            InstanceBuilder copy = builder.instance(name);
            copy.functions.putAll(instance.functions());
            copy.resources.putAll(instance.resources());
        });
        return builder;
    }

    /** Returns the names of the functions and resource types that each instance offers, by the instance's name. */
    public Map<String, Set<String>> offers() {
        Map<String, Set<String>> offers = new TreeMap<>();
        instances.forEach((name, instance) -> {
            Set<String> members = new TreeSet<>(instance.functions().keySet());
            members.addAll(instance.resources().keySet());
            offers.put(name, members);
        });
        return offers;
    }

    Map<String, HostFunction> functions() {
        return functions;
    }

    Map<String, HostInstance> instances() {
        return instances;
    }

    record HostInstance(String name, Map<String, HostFunction> functions, Map<String, HostResource<?>> resources) {
        HostInstance {
            functions = Map.copyOf(functions);
            resources = Map.copyOf(resources);
        }
    }

    /** Collects an offer; not thread-safe. */
    public static final class Builder {
        private final Map<String, HostFunction> functions = new LinkedHashMap<>();
        private final Map<String, InstanceBuilder> instances = new LinkedHashMap<>();

        private Builder() {}

        /** Offers a function that components import by itself, outside any instance. */
        public Builder function(String name, HostFunction function) {
            functions.put(Objects.requireNonNull(name), Objects.requireNonNull(function));
            return this;
        }

        /**
         * Opens an instance, to which functions and resources are then added; the same name opens the same instance.
         *
         * @param name such as {@code fuscia:kv/kv@0.1.0}; components that import a semver-compatible version get it too
         */
        public InstanceBuilder instance(String name) {
            return instances.computeIfAbsent(Objects.requireNonNull(name), ignored -> new InstanceBuilder(this));
        }

        /** Returns the offer. */
        public HostImports build() {
            Map<String, HostInstance> built = new LinkedHashMap<>();
            instances.forEach(
                    (name, builder) -> built.put(name, new HostInstance(name, builder.functions, builder.resources)));
            return new HostImports(functions, built);
        }
    }

    /** Collects what one instance offers; not thread-safe. */
    public static final class InstanceBuilder {
        private final Builder parent;
        private final Map<String, HostFunction> functions = new LinkedHashMap<>();
        private final Map<String, HostResource<?>> resources = new LinkedHashMap<>();

        private InstanceBuilder(Builder parent) {
            this.parent = parent;
        }

        /**
         * Offers a function.
         *
         * @param name as in the binary: {@code get}, {@code [method]input-stream.read}, {@code [static]fields.from-list},
         *     {@code [constructor]fields}
         */
        public InstanceBuilder function(String name, HostFunction function) {
            functions.put(Objects.requireNonNull(name), Objects.requireNonNull(function));
            return this;
        }

        /** Offers a resource type under its name in the interface. */
        public InstanceBuilder resource(String name, HostResource<?> resource) {
            resources.put(Objects.requireNonNull(name), Objects.requireNonNull(resource));
            return this;
        }

        /** Returns to the whole offer. */
        public Builder end() {
            return parent;
        }

        /** Opens another instance of the same offer. */
        public InstanceBuilder instance(String name) {
            return parent.instance(name);
        }

        /** Returns the whole offer. */
        public HostImports build() {
            return parent.build();
        }
    }
}
