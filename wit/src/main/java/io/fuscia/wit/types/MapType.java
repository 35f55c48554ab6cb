package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;

/** A map: in memory a list of key and value tuples. */
public final class MapType implements ValueType {
    private final ValueType key;
    private final ValueType value;
    private final TypeFacts facts;
    private final int hash;

    public MapType(ValueType key, ValueType value) {
        this.key = key;
        this.value = value;
        this.facts = TypeFacts.of(List.of(key, value)).pointed();
        this.hash = Objects.hash(MapType.class.getSimpleName(), this.key, this.value);
    }

    public ValueType key() {
        return key;
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
        return this == other
                || (other instanceof MapType type
                        && hash == type.hash
                        && key.equals(type.key)
                        && value.equals(type.value));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "map<" + key + ", " + value + ">";
    }
}
