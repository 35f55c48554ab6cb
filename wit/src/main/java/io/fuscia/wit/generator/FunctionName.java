package io.fuscia.wit.generator;

/**
 * The name of a function in binaries, taken apart.
 *
 * @param resource empty for a function outside any resource
 * @param name empty for a constructor
 */
record FunctionName(Kind kind, String resource, String name) {
    enum Kind {
        FREE,
        CONSTRUCTOR,
        METHOD,
        STATIC
    }

    static FunctionName of(String extern) {
        if (extern.startsWith("[constructor]")) {
            return new FunctionName(Kind.CONSTRUCTOR, extern.substring("[constructor]".length()), "");
        } else if (!extern.startsWith("[")) {
            return new FunctionName(Kind.FREE, "", extern);
        }
        int end = extern.indexOf(']');
        int dot = extern.indexOf('.');
        Kind kind = extern.startsWith("[method]") ? Kind.METHOD : Kind.STATIC;
        return new FunctionName(kind, extern.substring(end + 1, dot), extern.substring(dot + 1));
    }

    /** What it is called among the functions of its interface. */
    String ofInterface() {
        return switch (kind) {
            case FREE -> JavaNames.member(name);
            case CONSTRUCTOR -> "new" + JavaNames.type(resource);
            case METHOD, STATIC -> JavaNames.member(resource + "-" + name);
        };
    }
}
