package io.fuscia.wit.types;

/** The identity of a resource type within one validated component; compared by object identity. */
public final class ResourceId {
    private final String name;

    /**
     * @param name for messages only
     */
    public ResourceId(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
