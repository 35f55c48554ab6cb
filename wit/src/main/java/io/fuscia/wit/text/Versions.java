package io.fuscia.wit.text;

/** Orders semantic versions (semver.org, item 11). */
final class Versions {
    private Versions() {}

    /** Compares two well-formed versions; what follows a {@code +} does not count. */
    static int compare(String one, String other) {
        String[] left = one.split("\\+", 2)[0].split("-", 2);
        String[] right = other.split("\\+", 2)[0].split("-", 2);
        int numbers = compareIdentifiers(left[0], right[0]);
        if (numbers != 0) {
            return numbers;
        }
        if (left.length != right.length) {
            return right.length - left.length;
        }
        return left.length == 1 ? 0 : compareIdentifiers(left[1], right[1]);
    }

    private static int compareIdentifiers(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = compareIdentifier(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length - right.length;
    }

    private static int compareIdentifier(String one, String other) {
        boolean leftNumber = isNumber(one);
        boolean rightNumber = isNumber(other);
        if (leftNumber && rightNumber) {
            return one.length() == other.length() ? one.compareTo(other) : one.length() - other.length();
        } else if (leftNumber != rightNumber) {
            return leftNumber ? -1 : 1;
        }
        return one.compareTo(other);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
