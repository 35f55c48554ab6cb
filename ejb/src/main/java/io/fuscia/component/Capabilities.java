package io.fuscia.component;

import java.util.List;

/**
 * What a component asks for; empty lists ask for nothing.
 *
 * @param allowedHosts patterns of the egress grammar, {@code [scheme://]host[:port]}, {@code *.suffix} or {@code *}
 * @param allowedPaths directories to preopen
 */
public record Capabilities(List<String> allowedHosts, List<AllowedPath> allowedPaths) {
    /** Nothing. */
    public static final Capabilities NONE = new Capabilities(List.of(), List.of());

    public Capabilities {
        allowedHosts = List.copyOf(allowedHosts);
        allowedPaths = List.copyOf(allowedPaths);
    }

    /**
     * A directory that the guest sees under the same path.
     *
     * @param path absolute, normalised
     * @param writable whether the guest may change it
     */
    public record AllowedPath(String path, boolean writable) {}
}
