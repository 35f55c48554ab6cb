package io.fuscia.wit.text;

import java.util.Map;
import java.util.Objects;

/**
 * What the text says about one name of an interface or world.
 *
 * @param name as in binaries, such as {@code get}, {@code [method]input-stream.read} or the name of a type
 * @param documentation its comments; empty if there are none
 * @param parts comments of a type's fields, cases or flags, by name; only those that have some
 */
public record WitDeclaration(
        String name, Kind kind, String documentation, WitException.Place place, Map<String, String> parts) {
    /** What a name is. */
    public enum Kind {
        /** A type that is made here: record, variant, enum, flags or resource. */
        TYPE,
        /** Another name for a type. */
        ALIAS,
        /** A type of another interface. */
        USE,
        /** A function, method, static function or constructor. */
        FUNCTION
    }

    /** Copies the map. */
    public WitDeclaration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(documentation, "documentation");
        Objects.requireNonNull(place, "place");
        parts = Map.copyOf(parts);
    }
}
