package io.fuscia.wit.validation;

import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.TypeFacts;

/** Bounds on a single type, so that whoever walks one may recurse. */
final class TypeLimits {
    /** Nodes of a type written out as a tree. */
    static final int SIZE = 1_000_000;

    /** Levels of a type. */
    static final int DEPTH = 200;

    /** Bytes of a value in memory with 64-bit pointers (CanonicalABI.md#element-size). */
    static final long BYTES = 1L << 28;

    static final int FLAGS = 32;

    private TypeLimits() {}

    static void check(Type type, Diagnostics diagnostics) {
        TypeFacts facts = type.facts();
        diagnostics.work(1);
        if (facts.size() > SIZE) {
            throw diagnostics.invalid("effective type size exceeds the limit of " + SIZE);
        }
        if (facts.depth() > DEPTH) {
            throw diagnostics.invalid("type nesting exceeds the limit of " + DEPTH);
        }
    }
}
