package io.fuscia.component;

import java.util.List;
import java.util.Optional;

/** What is installed, as a workflow's resolver asks for it. Thread-safe. */
public interface ComponentCatalog {
    /**
     * The newest installed version that satisfies the range. Without a range: the newest release, or the newest
     * pre-release if there is no release.
     *
     * @param name {@code org/name}
     * @param range exact version or semver range, such as {@code ^1.2}; see {@link VersionRange#isWellFormed}
     * @return empty if no installed version satisfies it
     * @throws io.fuscia.failure.FusciaException {@code INVALID_REQUEST} if the range is neither
     */
    Optional<InstalledComponent> find(String name, Optional<String> range);

    /** All installed versions, newest first; empty if there is none. */
    List<InstalledComponent> versions(String name);

    /** The names of all installed components, sorted; for suggestions in messages. */
    List<String> names();
}
