package io.fuscia.wit.text;

import io.fuscia.wit.types.InstanceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An interface in one role, with what a binding generator needs besides its type. Named types are the same object
 * wherever interfaces of one {@linkplain WitPackages#bindings collection} use them, so that identity tells their names.
 *
 * @param name {@code namespace:package/name@version}; a plain name if a world has it in place; empty for the functions
 *     and types that a world has outside any interface
 * @param world the world that has it in place or outside any interface; empty for interfaces of packages
 * @param exported whether components export it rather than import it
 * @param type its types, used ones included, and functions
 * @param declarations what the text says, in order
 * @param documentation its comments; empty if there are none
 * @param packageDocumentation comments of its package; empty if there are none
 */
public record WitInterface(
        String name,
        Optional<String> world,
        boolean exported,
        InstanceType type,
        List<WitDeclaration> declarations,
        String documentation,
        String packageDocumentation,
        WitException.Place place) {
    /** Copies the list. */
    public WitInterface {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(world, "world");
        Objects.requireNonNull(type, "type");
        declarations = List.copyOf(declarations);
        Objects.requireNonNull(documentation, "documentation");
        Objects.requireNonNull(packageDocumentation, "packageDocumentation");
        Objects.requireNonNull(place, "place");
    }
}
