package io.fuscia.wit.model;

import io.fuscia.wit.types.PrimitiveType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A type definition as written (Binary.md#type-definitions): its parts are still indices. */
public sealed interface TypeExpression {
    /** A primitive given a type index. */
    record Primitive(PrimitiveType type) implements TypeExpression {}

    record RecordOf(List<Labelled> fields) implements TypeExpression {}

    record Variant(List<Case> cases) implements TypeExpression {}

    record ListOf(ValueTypeReference element) implements TypeExpression {}

    /** A list of exactly {@code length} elements; the length is an unsigned 32-bit number. */
    record FixedList(ValueTypeReference element, long length) implements TypeExpression {}

    record MapOf(ValueTypeReference key, ValueTypeReference value) implements TypeExpression {}

    record Tuple(List<ValueTypeReference> elements) implements TypeExpression {}

    record Flags(List<String> labels) implements TypeExpression {}

    record Enumeration(List<String> labels) implements TypeExpression {}

    record OptionOf(ValueTypeReference value) implements TypeExpression {}

    record Result(Optional<ValueTypeReference> ok, Optional<ValueTypeReference> error) implements TypeExpression {}

    record Own(int resource) implements TypeExpression {}

    record Borrow(int resource) implements TypeExpression {}

    record Stream(Optional<ValueTypeReference> element) implements TypeExpression {}

    record Future(Optional<ValueTypeReference> value) implements TypeExpression {}

    /**
     * A fresh resource type.
     *
     * @param representation the core type of its representation
     * @param destructor core function index of the destructor
     */
    record Resource(CoreTypeExpression.Value representation, OptionalInt destructor) implements TypeExpression {}

    record Function(boolean async, List<Labelled> parameters, Optional<ValueTypeReference> result)
            implements TypeExpression {}

    record ComponentType(List<Declaration> declarations) implements TypeExpression {}

    record InstanceType(List<Declaration> declarations) implements TypeExpression {}

    /** A field or parameter. */
    record Labelled(String label, ValueTypeReference type) {}

    /** A case of a variant. */
    record Case(String label, Optional<ValueTypeReference> payload) {}
}
