package io.fuscia.wit.generator;

import java.util.Locale;
import java.util.Set;

/** What names of WIT are called in Java. */
final class JavaNames {
    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum extends"
                            + " false final finally float for goto if implements import instanceof int interface long"
                            + " native new null package private protected public return short static strictfp super"
                            + " switch synchronized this throw throws transient true try void volatile while _")
                    .split(" ", -1));

    /** Methods that every object has: records cannot have components of these names. */
    private static final Set<String> OBJECT_METHODS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private JavaNames() {}

    /** {@code input-stream} to {@code InputStream}, {@code DNS-error} to {@code DnsError}. */
    static String type(String name) {
        StringBuilder java = new StringBuilder();
        for (String word : name.split("-", -1)) {
            // Without a mark, a-1 and a1 would be the same.
            if (java.length() > 0 && Character.isDigit(word.charAt(0))) {
                java.append('_');
            }
            java.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return java.toString();
    }

    /** {@code get-arguments} to {@code getArguments}; Java's keywords get an underscore. */
    static String member(String name) {
        String camel = type(name);
        String java = camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
        return KEYWORDS.contains(java) ? java + "_" : java;
    }

    /** The same, for what takes no arguments: must not be a method that every object has. */
    static String component(String name) {
        String java = member(name);
        return OBJECT_METHODS.contains(java) ? java + "_" : java;
    }

    /** {@code read-only} to {@code READ_ONLY}. */
    static String constant(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** One part of a package's name. */
    static String packagePart(String name) {
        String java = name.replaceAll("[^A-Za-z0-9]", "_").toLowerCase(Locale.ROOT);
        return KEYWORDS.contains(java) || Character.isDigit(java.charAt(0)) ? java + "_" : java;
    }
}
