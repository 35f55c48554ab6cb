package io.fuscia.wit.abi;

import java.util.Objects;

/** The runtime identity of a resource type: two handles have the same type if they share their tag. */
public abstract class ResourceTag {
    private final String name;
    private final ComponentState owner;
    private final StackReserve reserve = new StackReserve();

    /**
     * @param name for messages
     * @param owner the component instance that implements it, null for the host
     */
    protected ResourceTag(String name, ComponentState owner) {
        this.name = Objects.requireNonNull(name, "name");
        this.owner = owner;
    }

    /** Returns the component instance that implements this resource, null for the host. */
    public final ComponentState owner() {
        return owner;
    }

    /** Returns whether representations are Java objects of the host. */
    public final boolean hosted() {
        return owner == null;
    }

    /** Room for calling the host's destructor. */
    final StackReserve reserve() {
        return reserve;
    }

    /** Returns the Java class of a hosted resource's representations. */
    public abstract Class<?> representationType();

    /**
     * Runs the destructor, if there is one.
     *
     * @param caller the component instance that drops it, null for the host
     * @param representation an {@link Integer} of a guest's resource, else the host's object
     */
    public abstract void destroy(ComponentState caller, Object representation);

    @Override
    public final String toString() {
        return name;
    }
}
