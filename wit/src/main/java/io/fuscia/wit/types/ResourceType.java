package io.fuscia.wit.types;

/**
 * A resource type under one of its names: several may share an {@link ResourceId} and are then equal, while each
 * import or export of the resource makes an object of its own (which visibility checks tell apart).
 */
public final class ResourceType implements Type {
    private final ResourceId id;

    public ResourceType(ResourceId id) {
        this.id = id;
    }

    /** Which resource this is; the key to its runtime counterpart. */
    public ResourceId id() {
        return id;
    }

    @Override
    public TypeFacts facts() {
        return TypeFacts.OWN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceType type && id == type.id;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(id);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
