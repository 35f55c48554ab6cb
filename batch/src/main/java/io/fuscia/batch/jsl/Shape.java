package io.fuscia.batch.jsl;

import java.util.List;

/** A series-parallel arrangement of nodes: the only orders that flows and splits can express. Immutable. */
sealed interface Shape {
    /** One node, by its number in the {@link PartialOrder}. */
    record Single(int node) implements Shape {}

    /** One part after the other; at least two, none of them a series itself. */
    record Series(List<Shape> parts) implements Shape {
        public Series {
            parts = List.copyOf(parts);
        }
    }

    /** Parts that do not wait for each other; at least two, none of them branches itself. */
    record Branches(List<Shape> parts) implements Shape {
        public Branches {
            parts = List.copyOf(parts);
        }
    }

    /** The parts that follow each other: those of a series, otherwise the shape alone. */
    default List<Shape> sequence() {
        return this instanceof Series series ? series.parts() : List.of(this);
    }
}
