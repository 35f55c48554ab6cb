package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;

/** A set of flags; named. */
public final class FlagsType implements ValueType {
    private final List<String> labels;
    private final TypeFacts facts;
    private final int hash;

    public FlagsType(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.facts = TypeFacts.PRIMITIVE;
        this.hash = Objects.hash(FlagsType.class.getSimpleName(), this.labels);
    }

    public List<String> labels() {
        return labels;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof FlagsType type && hash == type.hash && labels.equals(type.labels));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "flags" + labels;
    }
}
