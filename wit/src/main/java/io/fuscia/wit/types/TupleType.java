package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;

/** A tuple. */
public final class TupleType implements ValueType {
    private final List<ValueType> elements;
    private final TypeFacts facts;
    private final int hash;

    public TupleType(List<ValueType> elements) {
        this.elements = List.copyOf(elements);
        this.facts = TypeFacts.of(elements);
        this.hash = Objects.hash(TupleType.class.getSimpleName(), this.elements);
    }

    public List<ValueType> elements() {
        return elements;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof TupleType type && hash == type.hash && elements.equals(type.elements));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "tuple" + elements;
    }
}
