package io.fuscia.wit.types;

import java.util.Objects;
import java.util.Optional;

/** A stream; outside the synchronous feature set, so no validated component has one. */
public final class StreamType implements ValueType {
    private final Optional<ValueType> element;
    private final TypeFacts facts;
    private final int hash;

    public StreamType(Optional<ValueType> element) {
        this.element = element;
        this.facts = TypeFacts.of(element.stream().toList());
        this.hash = Objects.hash(StreamType.class.getSimpleName(), this.element);
    }

    public Optional<ValueType> element() {
        return element;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof StreamType type && hash == type.hash && element.equals(type.element));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "stream" + element.map(type -> "<" + type + ">").orElse("");
    }
}
