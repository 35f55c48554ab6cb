package io.fuscia.wit.types;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A function type; parameter names are part of it. */
public final class FunctionType implements Type, ExternType {
    private final List<Parameter> parameters;
    private final Optional<ValueType> result;
    private final TypeFacts facts;
    private final int hash;

    public FunctionType(List<Parameter> parameters, Optional<ValueType> result) {
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.facts = TypeFacts.of(Stream.concat(this.parameters.stream().map(Parameter::type), result.stream())
                .toList());
        this.hash = Objects.hash(this.parameters, result);
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public Optional<ValueType> result() {
        return result;
    }

    @Override
    public TypeFacts facts() {
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof FunctionType type
                        && hash == type.hash
                        && parameters.equals(type.parameters)
                        && result.equals(type.result));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "func" + parameters + result.map(type -> " -> " + type).orElse("");
    }

    /** A parameter. */
    public record Parameter(String name, ValueType type) {
        @Override
        public String toString() {
            return name + ": " + type;
        }
    }
}
