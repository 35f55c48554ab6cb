package io.fuscia.wit.types;

import java.util.Objects;

/** A borrowed handle. */
public final class BorrowType implements ValueType {
    private final ResourceType resource;
    private final TypeFacts facts;
    private final int hash;

    public BorrowType(ResourceType resource) {
        this.resource = resource;
        this.facts = TypeFacts.BORROW;
        this.hash = Objects.hash(BorrowType.class.getSimpleName(), this.resource);
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
        return this == other
                || (other instanceof BorrowType type && hash == type.hash && resource.equals(type.resource));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "borrow<" + resource + ">";
    }
}
