package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.input.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A definition whose graph is checked and whose components are pinned to versions and digests: all an execution needs,
 * for ever the same. Compiled into JSL, stored with each execution.
 *
 * @param definition what the author wrote
 * @param components the pinned component of every node that names one, by the node's path
 * @param subWorkflows the pinned workflow of every node that calls one, by the node's path
 * @param digest digest of the canonical form of all this: the workflow version's content address
 */
public record LockedWorkflow(
        WorkflowDefinition definition,
        Map<NodePath, LockedComponent> components,
        Map<NodePath, LockedSubWorkflow> subWorkflows,
        Digest digest) {
    public LockedWorkflow {
        Objects.requireNonNull(definition, "definition");
        components = Map.copyOf(components);
        subWorkflows = Map.copyOf(subWorkflows);
        Objects.requireNonNull(digest, "digest");
    }

    /** A workflow that calls no other. */
    public LockedWorkflow(WorkflowDefinition definition, Map<NodePath, LockedComponent> components, Digest digest) {
        this(definition, components, Map.of(), digest);
    }

    /** The trigger that is meant when none is named: the only one, or the only manual one; empty if there is no such. */
    public Optional<NodeId> onlyTrigger() {
        List<NodeDefinition.Trigger> triggers = graph().nodes().stream()
                .filter(NodeDefinition.Trigger.class::isInstance)
                .map(NodeDefinition.Trigger.class::cast)
                .toList();
        List<NodeDefinition.Trigger> manual = triggers.stream()
                .filter(node -> node.source() instanceof NodeDefinition.TriggerSource.Manual)
                .toList();
        List<NodeDefinition.Trigger> meant = manual.size() == 1 ? manual : triggers;
        return meant.size() == 1 ? Optional.of(meant.get(0).id()) : Optional.empty();
    }

    /** The outermost graph. */
    public Graph graph() {
        return definition.graph();
    }
}
