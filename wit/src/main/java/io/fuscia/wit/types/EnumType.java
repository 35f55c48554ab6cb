package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;

/** An enumeration; named. */
public final class EnumType implements ValueType {
    private final List<String> cases;
    private final TypeFacts facts;
    private final int hash;

    public EnumType(List<String> cases) {
        this.cases = List.copyOf(cases);
        this.facts = TypeFacts.PRIMITIVE;
        this.hash = Objects.hash(EnumType.class.getSimpleName(), this.cases);
    }

    public List<String> cases() {
        return cases;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof EnumType type && hash == type.hash && cases.equals(type.cases));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "enum" + cases;
    }
}
