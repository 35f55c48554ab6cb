package io.fuscia.wit.validation;

import java.util.Optional;

/** An extern name taken apart. */
sealed interface ParsedName {
    /** A plain label. */
    record Label(String label) implements ParsedName {}

    record Constructor(String resource) implements ParsedName {}

    record Method(String resource, String label) implements ParsedName {}

    record Static(String resource, String label) implements ParsedName {}

    /** {@code namespace:package/interface@version}. */
    record Interface(String name) implements ParsedName {}

    /** A dependency, URL or hash: only for imports. */
    record Dependency(String name) implements ParsedName {}

    /** What must differ from every other name in the same context, case aside. */
    default String uniqueKey() {
        if (this instanceof Label label) {
            return Names.lower(label.label());
        }
        if (this instanceof Constructor constructor) {
            return "[constructor]" + Names.lower(constructor.resource());
        }
        if (this instanceof Method method) {
            return member(method.resource(), method.label());
        }
        if (this instanceof Static function) {
            return member(function.resource(), function.label());
        }
        if (this instanceof Interface name) {
            return labelsLowered(name.name());
        }
        return ((Dependency) this).name();
    }

    /** The name with its labels, not its version, in lower case. */
    private static String labelsLowered(String name) {
        int at = name.indexOf('@');
        return at < 0 ? Names.lower(name) : Names.lower(name.substring(0, at)) + name.substring(at);
    }

    private static String member(String resource, String label) {
        String left = Names.lower(resource);
        String right = Names.lower(label);
        return left.equals(right) ? left : left + "." + right;
    }

    /** Parses a name; {@code versionSuffix} completes the version of an interface name. */
    static ParsedName parse(String name, Optional<String> versionSuffix, Diagnostics diagnostics) {
        return new NameParser(name, versionSuffix, diagnostics).parse();
    }
}
