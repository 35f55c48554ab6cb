package io.fuscia.wit.types;

import java.util.Objects;
import java.util.Optional;

/** A future; outside the synchronous feature set, so no validated component has one. */
public final class FutureType implements ValueType {
    private final Optional<ValueType> value;
    private final TypeFacts facts;
    private final int hash;

    public FutureType(Optional<ValueType> value) {
        this.value = value;
        this.facts = TypeFacts.of(value.stream().toList());
        this.hash = Objects.hash(FutureType.class.getSimpleName(), this.value);
    }

    public Optional<ValueType> value() {
        return value;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof FutureType type && hash == type.hash && value.equals(type.value));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "future" + value.map(type -> "<" + type + ">").orElse("");
    }
}
