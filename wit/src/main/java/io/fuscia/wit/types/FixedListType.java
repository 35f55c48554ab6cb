package io.fuscia.wit.types;

import java.util.Objects;

/** A list of exactly {@code length} elements (an unsigned 32-bit number above zero). */
public final class FixedListType implements ValueType {
    private final ValueType element;
    private final long length;
    private final TypeFacts facts;
    private final int hash;

    public FixedListType(ValueType element, long length) {
        this.element = element;
        this.length = length;
        this.facts = TypeFacts.of(element);
        this.hash = Objects.hash(FixedListType.class.getSimpleName(), this.element, this.length);
    }

    public ValueType element() {
        return element;
    }

    public long length() {
        return length;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof FixedListType type
                        && hash == type.hash
                        && element.equals(type.element)
                        && length == type.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "list<" + element + ", " + length + ">";
    }
}
