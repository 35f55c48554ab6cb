package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A variant; named. */
public final class VariantType implements ValueType {
    private final List<Case> cases;
    private final TypeFacts facts;
    private final int hash;

    public VariantType(List<Case> cases) {
        this.cases = List.copyOf(cases);
        this.facts = TypeFacts.of(
                cases.stream().flatMap(item -> item.payload().stream()).toList());
        this.hash = Objects.hash(VariantType.class.getSimpleName(), this.cases);
    }

    public List<Case> cases() {
        return cases;
    }

    /** A case with its payload, if it has one. */
    public record Case(String name, Optional<ValueType> payload) {}

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof VariantType type && hash == type.hash && cases.equals(type.cases));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "variant" + cases;
    }
}
