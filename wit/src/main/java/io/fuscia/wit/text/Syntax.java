package io.fuscia.wit.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What WIT text says, before names are looked up. */
final class Syntax {
    private Syntax() {}

    /**
     * A package's name.
     *
     * @param path {@code namespace:name}, with further names of nested packages
     */
    record PackageName(String path, Optional<String> version) {
        @Override
        public String toString() {
            return path + version.map(v -> "@" + v).orElse("");
        }

        /** The name of one of its interfaces or worlds. */
        String member(String name) {
            return path + "/" + name + version.map(v -> "@" + v).orElse("");
        }
    }

    /**
     * A file, or the body of a package in one.
     *
     * @param contents the text of each item but packages, without comments
     * @param documentation of the package; empty if this body has none
     */
    record PackageBody(
            Optional<PackageName> name,
            List<TopItem> items,
            Set<String> contents,
            String documentation,
            WitException.Place place) {}

    /** Something at the top of a file. */
    sealed interface TopItem {}

    record Interface(String name, List<Member> members, Gate gate, WitException.Place place) implements TopItem {}

    record World(String name, List<WorldItem> items, Gate gate, WitException.Place place) implements TopItem {}

    /** {@code use a:b/c as d} at the top of a file: a name for an interface or world in that file. */
    record TopUse(Path path, String as) implements TopItem {}

    record NestedPackage(PackageBody body) implements TopItem {}

    /** Names an interface or world: of this package, or of another. */
    record Path(Optional<PackageName> packageName, String name, WitException.Place place) {
        @Override
        public String toString() {
            return packageName.map(p -> p.member(name)).orElse(name);
        }
    }

    /**
     * What stands before an item.
     *
     * @param unstable the feature that must be on
     * @param since the version in which it is stable
     * @param deprecated the version in which it is deprecated
     * @param documentation its comments; empty if there are none
     * @param place of the first attribute
     */
    record Gate(
            Optional<String> unstable,
            Optional<String> since,
            Optional<String> deprecated,
            String documentation,
            WitException.Place place) {

        /** A feature that stands for all. */
        static final String ALL_FEATURES = "*";

        /**
         * Returns whether the item is there.
         *
         * @throws WitException if its versions make no sense in this package
         */
        boolean isOpen(Set<String> features, PackageName in) {
            if (since.isPresent()) {
                String version = in.version()
                        .orElseThrow(() ->
                                new WitException("package " + in + " has no version that `@since` could mean", place));
                if (Versions.compare(since.get(), version) > 0) {
                    throw new WitException("`@since` names " + since.get() + ", but the package is " + in, place);
                }
            }
            return unstable.isEmpty() || features.contains(unstable.get()) || features.contains(ALL_FEATURES);
        }
    }

    /** Something in an interface. */
    sealed interface Member {
        Gate gate();
    }

    /** {@code use path.{names}}; the map goes from new name to name there, in order. */
    record Use(Path path, Map<String, String> names, Gate gate, WitException.Place place) implements Member {}

    record Function(String name, Signature signature, Gate gate, WitException.Place place) implements Member {}

    record TypeDefinition(String name, Shape shape, Gate gate, WitException.Place place) implements Member {}

    record Signature(List<Field> parameters, Optional<TypeReference> result) {}

    record Field(String name, TypeReference type, String documentation, WitException.Place place) {}

    /** What a named type is. */
    sealed interface Shape {}

    record Alias(TypeReference type) implements Shape {}

    record RecordShape(List<Field> fields) implements Shape {}

    record VariantShape(List<Case> cases) implements Shape {}

    record Case(String name, Optional<TypeReference> payload, String documentation, WitException.Place place) {}

    /** A case of an enum or a flag. */
    record Label(String name, String documentation, WitException.Place place) {}

    record EnumShape(List<Label> cases) implements Shape {}

    record FlagsShape(List<Label> labels) implements Shape {}

    record ResourceShape(List<Method> methods) implements Shape {}

    /** @param name empty for the constructor */
    record Method(String name, MethodKind kind, Signature signature, Gate gate, WitException.Place place) {
        /** The name of the function in binaries. */
        String externName(String resource) {
            return switch (kind) {
                case CONSTRUCTOR -> "[constructor]" + resource;
                case METHOD -> "[method]" + resource + "." + name;
                case STATIC -> "[static]" + resource + "." + name;
            };
        }
    }

    enum MethodKind {
        METHOD,
        STATIC,
        CONSTRUCTOR
    }

    /**
     * A type where it is used.
     *
     * @param name of the type, a primitive's or generic's included
     * @param length of a list of fixed length
     */
    record TypeReference(
            String name,
            boolean keyword,
            List<Optional<TypeReference>> arguments,
            Optional<Long> length,
            WitException.Place place) {}

    /** Something in a world. */
    sealed interface WorldItem {
        Gate gate();
    }

    /** An import or export of an interface by its name. */
    record PathExtern(boolean imported, Path path, Gate gate) implements WorldItem {}

    /** An import or export of a function, or of an interface written in place. */
    record NamedExtern(
            boolean imported,
            String name,
            Optional<Signature> function,
            List<Member> members,
            Gate gate,
            WitException.Place place)
            implements WorldItem {}

    /** An import or export of an interface under a name of its own. */
    record LabelledExtern(boolean imported, String name, Path path, Gate gate, WitException.Place place)
            implements WorldItem {}

    /** A type or use in a world. */
    record WorldMember(Member member) implements WorldItem {
        @Override
        public Gate gate() {
            return member.gate();
        }
    }

    /** {@code include path with {names}}; the map goes from name there to new name. */
    record Include(Path path, Map<String, String> with, Gate gate) implements WorldItem {}
}
