package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitDeclaration;
import io.fuscia.wit.text.WitException;
import io.fuscia.wit.text.WitInterface;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An interface with its place in Java.
 *
 * @param simpleName of the class that has its types
 */
record JavaInterface(WitInterface source, String packageName, String simpleName) {
    String qualifiedName() {
        return packageName + "." + simpleName;
    }

    /** The class that lifts its types and, if it is imported, links it. */
    String bindingName() {
        return qualifiedName() + "Binding";
    }

    boolean exported() {
        return source.exported();
    }

    Optional<WitDeclaration> declaration(String name) {
        return source.declarations().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    String documentation(String name) {
        return declaration(name).map(WitDeclaration::documentation).orElse("");
    }

    WitException.Place place(String name) {
        return declaration(name).map(WitDeclaration::place).orElse(source.place());
    }

    /** Types that are made here, by name and in order. */
    Map<String, Type> ownTypes() {
        Map<String, Type> own = new LinkedHashMap<>();
        for (WitDeclaration declaration : source.declarations()) {
            if (declaration.kind() == WitDeclaration.Kind.TYPE
                    && source.type().exports().get(declaration.name()) instanceof ExternType.OfType of) {
                own.put(declaration.name(), of.type());
            }
        }
        return own;
    }

    Map<String, FunctionType> functions() {
        Map<String, FunctionType> functions = new LinkedHashMap<>();
        source.type().exports().forEach((name, type) -> {
            if (type instanceof FunctionType function) {
                functions.put(name, function);
            }
        });
        return functions;
    }

    /** How it is called in messages and comments. */
    String title() {
        if (source.world().isEmpty()) {
            return "{@code " + source.name() + "}";
        }
        String world = "world {@code " + source.world().get() + "}";
        return source.name().isEmpty()
                ? "What " + world + " has outside any interface"
                : "{@code " + source.name() + "} of " + world;
    }
}
