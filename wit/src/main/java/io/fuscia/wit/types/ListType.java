package io.fuscia.wit.types;

import java.util.Objects;

/** A list of any length. */
public final class ListType implements ValueType {
    private final ValueType element;
    private final TypeFacts facts;
    private final int hash;

    public ListType(ValueType element) {
        this.element = element;
        this.facts = TypeFacts.of(element).pointed();
        this.hash = Objects.hash(ListType.class.getSimpleName(), this.element);
    }

    public ValueType element() {
        return element;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof ListType type && hash == type.hash && element.equals(type.element));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "list<" + element + ">";
    }
}
