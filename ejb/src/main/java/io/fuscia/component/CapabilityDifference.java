package io.fuscia.component;

import java.util.List;

/** What a version asks for beyond another one, and what no longer; for people who decide about an upgrade. */
public record CapabilityDifference(
        List<String> addedHosts,
        List<String> removedHosts,
        List<Capabilities.AllowedPath> addedPaths,
        List<Capabilities.AllowedPath> removedPaths) {
    public CapabilityDifference {
        addedHosts = List.copyOf(addedHosts);
        removedHosts = List.copyOf(removedHosts);
        addedPaths = List.copyOf(addedPaths);
        removedPaths = List.copyOf(removedPaths);
    }

    /** From one version's capabilities to another's. */
    public static CapabilityDifference between(Capabilities before, Capabilities after) {
        return new CapabilityDifference(
                without(after.allowedHosts(), before.allowedHosts()),
                without(before.allowedHosts(), after.allowedHosts()),
                without(after.allowedPaths(), before.allowedPaths()),
                without(before.allowedPaths(), after.allowedPaths()));
    }

    private static <T> List<T> without(List<T> all, List<T> those) {
        return all.stream().filter(one -> !those.contains(one)).distinct().toList();
    }

    /** Whether the two ask for the same. */
    public boolean isEmpty() {
        return addedHosts.isEmpty() && removedHosts.isEmpty() && addedPaths.isEmpty() && removedPaths.isEmpty();
    }
}
