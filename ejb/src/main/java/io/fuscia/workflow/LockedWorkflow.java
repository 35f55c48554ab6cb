package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import java.util.Map;
import java.util.Objects;

/**
 * A definition whose graph is checked and whose components are pinned to versions and digests: all an execution needs,
 * for ever the same. Compiled into JSL, stored with each execution.
 *
 * @param definition what the author wrote
 * @param components the pinned component of every node that names one, by the node's path
 * @param digest digest of the canonical form of all this: the workflow version's content address
 */
public record LockedWorkflow(WorkflowDefinition definition, Map<NodePath, LockedComponent> components, Digest digest) {
    public LockedWorkflow {
        Objects.requireNonNull(definition, "definition");
        components = Map.copyOf(components);
        Objects.requireNonNull(digest, "digest");
    }

    /** The outermost graph. */
    public Graph graph() {
        return definition.graph();
    }
}
