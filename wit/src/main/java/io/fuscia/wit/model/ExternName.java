package io.fuscia.wit.model;

import java.util.Optional;

/**
 * The name of an import or export with its attributes; only {@code name} takes part in linking.
 *
 * @param name the extern name itself
 * @param implementsName interface that a plainly named instance implements
 * @param versionSuffix what a canonical interface version left off
 * @param externalId free text for the outside
 */
public record ExternName(
        String name, Optional<String> implementsName, Optional<String> versionSuffix, Optional<String> externalId) {
    /** A name without attributes. */
    public static ExternName plain(String name) {
        return new ExternName(name, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
