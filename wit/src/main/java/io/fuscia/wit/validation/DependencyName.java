package io.fuscia.wit.validation;

import java.util.Optional;

/**
 * The grammar of names that say where an import comes from: {@code depname}, {@code urlname} and {@code hashname}
 * (Explainer.md#import-and-export-definitions). One use.
 */
final class DependencyName {
    private static final String UNLOCKED = "unlocked-dep=<";
    private static final String LOCKED = "locked-dep=<";
    private static final String URL = "url=<";
    private static final String INTEGRITY = "integrity=<";

    private String rest;

    DependencyName(String name) {
        this.rest = name;
    }

    /** Returns whether a name begins like one of these. */
    static boolean announces(String name) {
        return name.startsWith(UNLOCKED)
                || name.startsWith(LOCKED)
                || name.startsWith(URL)
                || name.startsWith(INTEGRITY);
    }

    /** Returns what is wrong with the name, empty if nothing is. */
    Optional<String> problem() {
        if (skip(UNLOCKED)) {
            return query();
        } else if (skip(LOCKED)) {
            String name = upTo('>');
            int at = name.indexOf('@');
            boolean fits = isPath(at < 0 ? name : name.substring(0, at))
                    && (at < 0 || Names.isVersion(name.substring(at + 1)));
            return fits ? afterBracket() : Optional.of("expected a package name");
        } else if (skip(URL)) {
            return upTo('>').indexOf('<') < 0 ? afterBracket() : Optional.of("unexpected `<`");
        }
        return hash();
    }

    private boolean skip(String prefix) {
        boolean there = rest.startsWith(prefix);
        if (there) {
            rest = rest.substring(prefix.length());
        }
        return there;
    }

    /** Takes what comes before a character, everything if it does not come. */
    private String upTo(char end) {
        int at = rest.indexOf(end);
        String taken = at < 0 ? rest : rest.substring(0, at);
        rest = rest.substring(taken.length());
        return taken;
    }

    private static boolean isPath(String text) {
        int colon = text.indexOf(':');
        return colon >= 0
                && Names.isLowerLabel(text.substring(0, colon))
                && Names.isLowerLabel(text.substring(colon + 1));
    }

    /** A package name and perhaps a range of versions, which has brackets of its own. */
    private Optional<String> query() {
        int at = rest.indexOf('@');
        String path = at < 0 ? upTo('>') : upTo('@');
        if (!isPath(path)) {
            return Optional.of("expected a package name");
        }
        if (skip("@") && !skip("*") && !(skip("{") && range(upTo('}')) && skip("}"))) {
            return Optional.of("expected a range of versions");
        }
        return rest.equals(">") ? Optional.empty() : Optional.of("expected `>` at its end");
    }

    private static boolean range(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            return isBound(text, ">=") || isBound(text, "<");
        }
        return isBound(text.substring(0, space), ">=") && isBound(text.substring(space + 1), "<");
    }

    private static boolean isBound(String text, String operator) {
        return text.startsWith(operator) && Names.isVersion(text.substring(operator.length()));
    }

    private Optional<String> afterBracket() {
        if (!skip(">")) {
            return Optional.of("expected `>` at its end");
        }
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        return skip(",") ? hash() : Optional.of("trailing characters found: `" + rest + "`");
    }

    /** Hashes as web pages have them (W3C Subresource Integrity, section 3.5). */
    private Optional<String> hash() {
        if (!skip(INTEGRITY)) {
            return Optional.of("expected `integrity=<`");
        }
        String hashes = upTo('>').strip();
        for (String hash : hashes.split("\\s+", -1)) {
            if (!isHash(hash)) {
                return Optional.of("`" + hash + "` is not a hash");
            }
        }
        return rest.equals(">") ? Optional.empty() : Optional.of("expected `>` at its end");
    }

    private static boolean isHash(String text) {
        int dash = text.indexOf('-');
        int question = text.indexOf('?');
        String digest = text.substring(dash + 1, question < 0 ? text.length() : Math.max(question, dash + 1));
        return switch (dash < 0 ? "" : text.substring(0, dash)) {
            case "sha256", "sha384", "sha512" -> isBase64(digest);
            default -> false;
        };
    }

    private static boolean isBase64(String text) {
        int end = text.length();
        while (end > 0 && end > text.length() - 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0
                && text.substring(0, end)
                        .chars()
                        .allMatch(c -> c == '+'
                                || c == '/'
                                || (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z'));
    }
}
