package io.fuscia.wit.validation;

import java.util.Locale;
import java.util.regex.Pattern;

/** The grammar of labels, interface names and versions (Explainer.md#import-and-export-definitions). */
final class Names {
    private static final String FRAGMENT = "(?:[a-z0-9]+|[A-Z0-9]+)";
    private static final Pattern LABEL = Pattern.compile("(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-" + FRAGMENT + ")*+");
    private static final Pattern LOWER_LABEL = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*+");
    private static final String NUMBER = "(?:0|[1-9][0-9]{0,18})";
    private static final String PRE_RELEASE = "(?:0|[1-9][0-9]*+|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*+)";
    private static final Pattern SEMVER = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-"
            + PRE_RELEASE + "(?:\\." + PRE_RELEASE + ")*+)?(?:\\+[0-9a-zA-Z-]++(?:\\.[0-9a-zA-Z-]++)*+)?");
    private static final Pattern CANONICAL_VERSION =
            Pattern.compile("[1-9][0-9]*+|0\\.[1-9][0-9]*+|0\\.0\\.(?:0|[1-9][0-9]*+)(?:-.*)?");

    private Names() {}

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    static boolean isLowerLabel(String text) {
        return LOWER_LABEL.matcher(text).matches();
    }

    static boolean isVersion(String text) {
        return SEMVER.matcher(text).matches();
    }

    static boolean isCanonicalVersion(String text) {
        return CANONICAL_VERSION.matcher(text).matches();
    }

    static String lower(String label) {
        return label.toLowerCase(Locale.ROOT);
    }
}
