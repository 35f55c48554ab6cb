package io.fuscia.wit.types;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A result: either side may be without a payload. */
public final class ResultType implements ValueType {
    private final Optional<ValueType> ok;
    private final Optional<ValueType> error;
    private final TypeFacts facts;
    private final int hash;

    public ResultType(Optional<ValueType> ok, Optional<ValueType> error) {
        this.ok = ok;
        this.error = error;
        this.facts = TypeFacts.of(Stream.concat(ok.stream(), error.stream()).toList());
        this.hash = Objects.hash(ResultType.class.getSimpleName(), this.ok, this.error);
    }

    public Optional<ValueType> ok() {
        return ok;
    }

    public Optional<ValueType> error() {
        return error;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ResultType type
                        && hash == type.hash
                        && ok.equals(type.ok)
                        && error.equals(type.error));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "result<" + ok.map(Object::toString).orElse("_") + ", "
                + error.map(Object::toString).orElse("_") + ">";
    }
}
