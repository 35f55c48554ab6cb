package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;

/** A record; named: its object identity is its name in visibility checks. */
public final class RecordType implements ValueType {
    private final List<Field> fields;
    private final TypeFacts facts;
    private final int hash;

    public RecordType(List<Field> fields) {
        this.fields = List.copyOf(fields);
        this.facts = TypeFacts.of(fields.stream().map(Field::type).toList());
        this.hash = Objects.hash(RecordType.class.getSimpleName(), this.fields);
    }

    public List<Field> fields() {
        return fields;
    }

    /** A field. */
    public record Field(String name, ValueType type) {}

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RecordType type && hash == type.hash && fields.equals(type.fields));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "record" + fields;
    }
}
