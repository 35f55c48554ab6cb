package io.fuscia.wit.validation;

import java.util.Locale;

/**
 * The grammar of labels, interface names and versions (Explainer.md#import-and-export-definitions). Scanned by hand:
 * names may be long, and regular expressions recurse.
 */
final class Names {
    private Names() {}

    /** Words joined by hyphens, each in one case, the first beginning with a letter. */
    static boolean isLabel(String text) {
        return isLabel(text, true);
    }

    /** A label without upper case. */
    static boolean isLowerLabel(String text) {
        return isLabel(text, false);
    }

    private static boolean isLabel(String text, boolean upperAllowed) {
        if (text.isEmpty() || isDigit(text.charAt(0))) {
            return false;
        }
        int wordStart = 0;
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i <= text.length(); i++) {
            char next = i == text.length() ? '-' : text.charAt(i);
            if (next == '-') {
                if (i == wordStart || (lower && upper)) {
                    return false;
                }
                wordStart = i + 1;
                lower = false;
                upper = false;
            } else if (next >= 'a' && next <= 'z') {
                lower = true;
            } else if (next >= 'A' && next <= 'Z' && upperAllowed) {
                upper = true;
            } else if (!isDigit(next)) {
                return false;
            }
        }
        return true;
    }

    /** A semantic version, {@code major.minor.patch} with optional pre-release and build. */
    static boolean isVersion(String text) {
        int plus = text.indexOf('+');
        String release = plus < 0 ? text : text.substring(0, plus);
        int minus = release.indexOf('-');
        String core = minus < 0 ? release : release.substring(0, minus);
        String[] numbers = core.split("\\.", -1);
        return numbers.length == 3
                && isNumber(numbers[0])
                && isNumber(numbers[1])
                && isNumber(numbers[2])
                && (minus < 0 || areIdentifiers(release.substring(minus + 1), true))
                && (plus < 0 || areIdentifiers(text.substring(plus + 1), false));
    }

    /** The part of a version that decides compatibility: {@code 1}, {@code 0.2}, {@code 0.0.3} or {@code 0.0.0}. */
    static boolean isCanonicalVersion(String text) {
        String[] numbers = text.split("\\.", -1);
        for (int i = 0; i < numbers.length; i++) {
            boolean last = i == numbers.length - 1;
            if (!isNumber(numbers[i]) || (last ? i < 2 && numbers[i].equals("0") : !numbers[i].equals("0"))) {
                return false;
            }
        }
        return numbers.length <= 3;
    }

    private static boolean areIdentifiers(String text, boolean preRelease) {
        for (String identifier : text.split("\\.", -1)) {
            boolean digits = !identifier.isEmpty();
            for (int i = 0; i < identifier.length(); i++) {
                char next = identifier.charAt(i);
                digits &= isDigit(next);
                if (!isDigit(next) && !isLetter(next) && next != '-') {
                    return false;
                }
            }
            boolean leadingZero = digits && identifier.length() > 1 && identifier.charAt(0) == '0';
            if (identifier.isEmpty() || (preRelease && leadingZero)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 19 || (text.length() > 1 && text.charAt(0) == '0')) {
            return false;
        }
        return text.chars().allMatch(next -> isDigit((char) next));
    }

    private static boolean isDigit(char next) {
        return next >= '0' && next <= '9';
    }

    private static boolean isLetter(char next) {
        return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    }

    static String lower(String label) {
        return label.toLowerCase(Locale.ROOT);
    }
}
