package io.fuscia.component;

import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/** Versions that a workflow accepts: an exact version or a range such as {@code ^1.2}, {@code ~1.2.3}, {@code >=1 <3}. */
public final class VersionRange {
    private final RangeList ranges;
    private final String text;

    private VersionRange(RangeList ranges, String text) {
        this.ranges = ranges;
        this.text = text;
    }

    /** Whether the text is an exact version or a range. */
    public static boolean isWellFormed(String text) {
        return text != null && !text.isBlank() && text.length() <= 256 && rangesOf(text) != null;
    }

    /** Reads a range. @throws IllegalArgumentException if the text is neither an exact version nor a range */
    public static VersionRange parse(String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("neither a version nor a version range: " + text);
        }
        return new VersionRange(rangesOf(text), text);
    }

    private static RangeList rangesOf(String text) {
        try {
            RangeList ranges = RangeListFactory.create(text);
            return ranges.get().isEmpty() || ranges.get().stream().anyMatch(java.util.List::isEmpty) ? null : ranges;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether the version is one of those. An exact version includes only itself. */
    public boolean includes(SemanticVersion version) {
        if (SemanticVersion.isWellFormed(text)) {
            return text.equals(version.toString());
        }
        return ranges.isSatisfiedBy(version.semver());
    }

    @Override
    public String toString() {
        return text;
    }
}
