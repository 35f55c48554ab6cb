package io.fuscia.workflow;

import io.fuscia.input.InputCheck;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.NodeId;
import io.fuscia.input.Suggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pins the workflows that a definition calls to stored versions. A locked call names a version that was stored before, so
 * calls can never go in circles for ever; that a workflow calls an older version of itself, directly or through others,
 * is refused all the same, because nobody means it. How deep calls nest and how many one start makes is bounded.
 */
final class SubWorkflowCheck {
    private final WorkflowCatalog catalog;
    private final InputCheck inputCheck;
    private final Problems problems;
    private final WorkflowId caller;
    private final Map<LockedSubWorkflow, Size> sizes = new HashMap<>();
    private long calls;

    /**
     * How far the calls of a workflow reach.
     *
     * @param depth calls inside each other
     * @param calls all of them, each loop's body counted once
     */
    private record Size(int depth, long calls) {}

    /** @param caller the workflow that is being locked */
    SubWorkflowCheck(WorkflowCatalog catalog, JsonSchemas schemas, Problems problems, WorkflowId caller) {
        this.catalog = catalog;
        this.inputCheck = new InputCheck(schemas);
        this.problems = problems;
        this.caller = caller;
    }

    /** The pinned version; empty if something is wrong. */
    Optional<LockedSubWorkflow> pin(NodeDefinition.SubWorkflow node, String pointer) {
        if (node.workflow().equals(caller)) {
            problems.error(
                    pointer + "/workflow_id",
                    "recursive_workflow",
                    "the workflow '" + caller + "' calls itself; use a loop to do something again and again");
            return Optional.empty();
        }
        Optional<Workflows.Locked> found = catalog.find(node.workflow(), node.version());
        if (found.isEmpty()) {
            missing(node, pointer);
            return Optional.empty();
        }
        LockedWorkflow called = found.get().workflow();
        Optional<NodeId> trigger = called.onlyTrigger();
        if (trigger.isEmpty()) {
            problems.error(
                    pointer + "/workflow_id",
                    "ambiguous_trigger",
                    "the workflow '" + node.workflow()
                            + "' cannot be called: it needs exactly one trigger, or exactly one manual one");
            return Optional.empty();
        }
        LockedSubWorkflow locked = new LockedSubWorkflow(
                node.workflow(),
                found.get().number(),
                called.digest(),
                trigger.get(),
                called.definition().inputSchema());
        if (!isWithinBounds(locked, called, pointer)) {
            return Optional.empty();
        }
        locked.inputSchema().ifPresent(schema -> inputCheck
                .check(node.inputs(), schema)
                .forEach(finding -> problems.error(
                        pointer + "/inputs" + finding.pointer(),
                        finding.code(),
                        "workflow '" + node.workflow() + "' version " + locked.version() + ": " + finding.message())));
        return Optional.of(locked);
    }

    private void missing(NodeDefinition.SubWorkflow node, String pointer) {
        List<Integer> versions = catalog.versions(node.workflow());
        if (versions.isEmpty()) {
            problems.error(
                    pointer + "/workflow_id",
                    "unknown_workflow",
                    "there is no workflow '" + node.workflow() + "'"
                            + Suggestion.forName(node.workflow().value(), catalog.names())
                            + "; a workflow that is called must be applied before its caller");
        } else {
            problems.error(
                    pointer + "/workflow_version",
                    "unknown_workflow_version",
                    "the workflow '" + node.workflow() + "' has no version "
                            + node.version().orElse(0) + "; its newest is " + versions.get(0));
        }
    }

    private boolean isWithinBounds(LockedSubWorkflow locked, LockedWorkflow called, String pointer) {
        if (leadsTo(called, caller)) {
            problems.error(
                    pointer + "/workflow_id",
                    "recursive_workflow",
                    "the workflow '" + locked.id() + "' calls '" + caller + "', directly or through others");
            return false;
        }
        Size size = size(locked, called);
        if (size.depth() + 1 > DefinitionLimits.CALL_DEPTH) {
            problems.error(
                    pointer + "/workflow_id",
                    "too_deep",
                    "workflows call each other at most " + DefinitionLimits.CALL_DEPTH + " deep");
            return false;
        }
        calls += size.calls() + 1;
        if (calls > DefinitionLimits.CALLS) {
            problems.error(
                    pointer + "/workflow_id",
                    "too_many_calls",
                    "one start of the workflow would start more than " + DefinitionLimits.CALLS + " others");
            return false;
        }
        return true;
    }

    private boolean leadsTo(LockedWorkflow workflow, WorkflowId wanted) {
        Set<LockedSubWorkflow> seen = new HashSet<>();
        Deque<LockedWorkflow> open = new ArrayDeque<>(List.of(workflow));
        while (!open.isEmpty()) {
            for (LockedSubWorkflow next : open.remove().subWorkflows().values()) {
                if (next.id().equals(wanted)) {
                    return true;
                }
                if (seen.add(next)) {
                    catalog.read(next).ifPresent(open::add);
                }
            }
        }
        return false;
    }

    private Size size(LockedSubWorkflow locked, LockedWorkflow workflow) {
        Size known = sizes.get(locked);
        if (known != null) {
            return known;
        }
        int depth = 0;
        long all = 0;
        for (LockedSubWorkflow next : workflow.subWorkflows().values()) {
            Size inner = catalog.read(next).map(read -> size(next, read)).orElse(new Size(0, 0));
            depth = Math.max(depth, inner.depth() + 1);
            all += inner.calls() + 1;
        }
        Size size = new Size(depth, all);
        sizes.put(locked, size);
        return size;
    }
}
