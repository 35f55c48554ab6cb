package io.fuscia.wit.types;

import java.util.Objects;

/** An optional value. */
public final class OptionType implements ValueType {
    private final ValueType value;
    private final TypeFacts facts;
    private final int hash;

    public OptionType(ValueType value) {
        this.value = value;
        this.facts = TypeFacts.of(value);
        this.hash = Objects.hash(OptionType.class.getSimpleName(), this.value);
    }

    public ValueType value() {
        return value;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OptionType type && hash == type.hash && value.equals(type.value));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "option<" + value + ">";
    }
}
