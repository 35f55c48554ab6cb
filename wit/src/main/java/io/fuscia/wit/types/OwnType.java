package io.fuscia.wit.types;

import java.util.Objects;

/** An owning handle. */
public final class OwnType implements ValueType {
    private final ResourceType resource;
    private final TypeFacts facts;
    private final int hash;

    public OwnType(ResourceType resource) {
        this.resource = resource;
        this.facts = TypeFacts.OWN;
        this.hash = Objects.hash(OwnType.class.getSimpleName(), this.resource);
    }

    public ResourceType resource() {
        return resource;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OwnType type && hash == type.hash && resource.equals(type.resource));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "own<" + resource + ">";
    }
}
