package io.fuscia.wit.runtime;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A resource type that the host implements: its handles stand for Java objects. Two imports get the same resource type
 * exactly when they are given the same object of this class.
 *
 * @param <T> the class of the Java objects
 */
public final class HostResource<T> {
    private final String name;
    private final Class<T> type;
    private final Consumer<? super T> destructor;
    private final HostTag tag;

    private HostResource(String name, Class<T> type, Consumer<? super T> destructor) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.destructor = Objects.requireNonNull(destructor, "destructor");
        this.tag = new HostTag(this);
    }

    /** Returns a new resource type whose objects need no clean-up. */
    public static <T> HostResource<T> of(String name, Class<T> type) {
        return new HostResource<>(name, type, ignored -> {});
    }

    /**
     * Returns a new resource type.
     *
     * @param destructor called once for each object that a guest owns and drops, or still owns when its instance closes
     */
    public static <T> HostResource<T> of(String name, Class<T> type, Consumer<? super T> destructor) {
        return new HostResource<>(name, type, destructor);
    }

    /** Returns the name, for messages. */
    public String name() {
        return name;
    }

    /** Returns the class of the Java objects. */
    public Class<T> type() {
        return type;
    }

    HostTag tag() {
        return tag;
    }

    void destroy(Object representation) {
        destructor.accept(type.cast(representation));
    }

    @Override
    public String toString() {
        return name;
    }
}
