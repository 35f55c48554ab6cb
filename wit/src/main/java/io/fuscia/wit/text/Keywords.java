package io.fuscia.wit.text;

import java.util.Set;

/** Words that cannot be names unless escaped. */
final class Keywords {
    /** Types without parts. */
    static final Set<String> PRIMITIVES =
            Set.of("bool", "s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32", "f64", "char", "string");

    /** Types with parts. */
    static final Set<String> GENERICS =
            Set.of("list", "option", "result", "tuple", "own", "borrow", "future", "stream", "map");

    private static final Set<String> OTHERS = Set.of(
            "use",
            "type",
            "func",
            "enum",
            "export",
            "flags",
            "import",
            "include",
            "interface",
            "package",
            "record",
            "resource",
            "static",
            "variant",
            "world",
            "as",
            "from",
            "with",
            "constructor",
            "async");

    /** Not keywords where names are expected: later versions added them, and older text uses them as names. */
    private static final Set<String> SOFT = Set.of("map", "from", "with", "package", "include");

    private Keywords() {}

    static boolean isKeyword(String word) {
        return (PRIMITIVES.contains(word) || GENERICS.contains(word) || OTHERS.contains(word)) && !SOFT.contains(word);
    }
}
