package io.fuscia.wit.model;

import io.fuscia.wit.types.PrimitiveType;

/** A value type as written: a primitive, or an index into the type index space. */
public sealed interface ValueTypeReference {
    /** A primitive written in place. */
    record Primitive(PrimitiveType type) implements ValueTypeReference {}

    /** Type {@code type} of the type index space. */
    record Indexed(int type) implements ValueTypeReference {}
}
