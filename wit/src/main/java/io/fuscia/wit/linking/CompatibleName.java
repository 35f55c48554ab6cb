package io.fuscia.wit.linking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interface name, by which any semver-compatible version is found: {@code wasi:io/streams@0.2.0} and
 * {@code …@0.2.12} agree, as do 1.0.0 and 1.4.2, but not 0.1.0 and 0.2.0.
 *
 * @param track the name with the part of the version that compatible ones share
 */
public record CompatibleName(String track) {
    private static final Pattern VERSIONED =
            Pattern.compile("(?<name>.*)@(?<major>\\d+)(?:\\.(?<minor>\\d+)(?:\\.(?<patch>\\d+)(?<rest>[-+].*)?)?)?");

    /** Returns the track of a name; a name without a version is its own. */
    public static CompatibleName of(String name) {
        Matcher matcher = VERSIONED.matcher(name);
        if (!matcher.matches()) {
            return new CompatibleName(name);
        }
        String rest = matcher.group("rest");
        if (rest != null && rest.startsWith("-")) {
            return new CompatibleName(name);
        }
        String major = matcher.group("major");
        String minor = matcher.group("minor");
        String patch = matcher.group("patch");
        String version = major;
        if (major.equals("0") && minor != null) {
            version = minor.equals("0") && patch != null ? "0.0." + patch : "0." + minor;
        }
        return new CompatibleName(matcher.group("name") + "@" + version);
    }
}
