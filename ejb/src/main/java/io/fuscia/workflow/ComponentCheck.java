package io.fuscia.workflow;

import io.fuscia.component.ComponentCatalog;
import io.fuscia.component.InstalledComponent;
import io.fuscia.component.TaskExport;
import io.fuscia.component.TriggerExport;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.InputCheck;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.NodeId;
import io.fuscia.input.PathParser;
import io.fuscia.input.Suggestion;
import io.fuscia.workflow.NodeDefinition.ComponentReference;
import io.fuscia.workflow.NodeDefinition.TriggerSource;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pins the components that nodes name, and holds the nodes against what these components export. */
final class ComponentCheck {
    private final ComponentCatalog catalog;
    private final InputCheck inputCheck;
    private final Problems problems;

    ComponentCheck(ComponentCatalog catalog, JsonSchemas schemas, Problems problems) {
        this.catalog = catalog;
        this.inputCheck = new InputCheck(schemas);
        this.problems = problems;
    }

    /**
     * The pinned component; empty if the node names none or something is wrong.
     *
     * @param branches the nodes with an edge to it
     */
    Optional<LockedComponent> pin(NodeDefinition node, List<NodeId> branches, String pointer) {
        if (node instanceof NodeDefinition.Component component) {
            return find(component.component(), pointer)
                    .flatMap(found -> task(component.taskName(), component.inputs(), found, pointer));
        }
        if (node instanceof NodeDefinition.Join join && join.component().isPresent()) {
            NodeDefinition.JoinComponent component = join.component().get();
            return find(component.component(), pointer)
                    .flatMap(
                            found -> task(component.taskName(), withBranches(node.inputs(), branches), found, pointer));
        }
        if (node instanceof NodeDefinition.Trigger trigger
                && trigger.component().isPresent()) {
            NodeDefinition.TriggerComponent component = trigger.component().get();
            return find(component.component(), pointer)
                    .flatMap(found -> trigger(trigger, component.triggerName(), found, pointer));
        }
        return Optional.empty();
    }

    private Optional<InstalledComponent> find(ComponentReference reference, String pointer) {
        if (reference.name().equals("?")) {
            return Optional.empty();
        }
        Optional<InstalledComponent> found;
        try {
            found = catalog.find(reference.name(), reference.version());
        } catch (FusciaException e) {
            problems.error(pointer + "/version", "invalid_version", e.getMessage());
            return Optional.empty();
        }
        if (found.isEmpty()) {
            missing(reference, pointer);
            return Optional.empty();
        }
        InstalledComponent component = found.get();
        if (component
                .manifest()
                .digest()
                .filter(declared -> !declared.equals(component.digest()))
                .isPresent()) {
            problems.error(
                    pointer + "/name",
                    "digest_mismatch",
                    "the component " + component.coordinates() + " is installed with the digest " + component.digest()
                            + ", but its manifest says "
                            + component.manifest().digest().get());
            return Optional.empty();
        }
        return found;
    }

    private void missing(ComponentReference reference, String pointer) {
        List<String> versions = catalog.versions(reference.name()).stream()
                .map(installed -> installed.manifest().version())
                .toList();
        if (versions.isEmpty()) {
            problems.error(
                    pointer + "/name",
                    "unknown_component",
                    "the component '" + reference.name() + "' is not installed"
                            + Suggestion.forName(reference.name(), catalog.names()));
        } else {
            problems.error(
                    pointer + "/version",
                    "no_matching_version",
                    "no installed version of '" + reference.name() + "' satisfies '"
                            + reference.version().orElse("*") + "'; installed: " + String.join(", ", versions));
        }
    }

    private Optional<LockedComponent> task(
            String name, InputValue.ObjectValue inputs, InstalledComponent component, String pointer) {
        return task(name, component, pointer).map(task -> {
            inputs(component, name, task.inputSchema(), inputs, pointer);
            return locked(component, name, task.inputSchema());
        });
    }

    private Optional<TaskExport> task(String name, InstalledComponent component, String pointer) {
        if (name.equals("?")) {
            return Optional.empty();
        }
        Optional<TaskExport> task = component.manifest().task(name);
        if (task.isEmpty()) {
            List<String> known =
                    component.manifest().tasks().stream().map(TaskExport::name).toList();
            missingExport("task", name, known, component, pointer + "/task_name");
        }
        return task;
    }

    /** What a join's task gets: the branches' results too, which are not known before it runs. */
    private static InputValue.ObjectValue withBranches(InputValue.ObjectValue inputs, List<NodeId> branches) {
        Map<String, InputValue> members = new LinkedHashMap<>(inputs.members());
        InputValue unknown = new InputValue.Reference(PathParser.parse("$.trigger"));
        if (members.isEmpty()) {
            branches.forEach(branch -> members.put(branch.value(), unknown));
        } else {
            members.putIfAbsent("branches", unknown);
        }
        return new InputValue.ObjectValue(members);
    }

    private Optional<LockedComponent> trigger(
            NodeDefinition.Trigger node, String name, InstalledComponent component, String pointer) {
        if (name.equals("?")) {
            return Optional.empty();
        }
        Optional<TriggerExport> trigger = component.manifest().trigger(name);
        if (trigger.isEmpty()) {
            List<String> known = component.manifest().triggers().stream()
                    .map(TriggerExport::name)
                    .toList();
            missingExport("trigger", name, known, component, pointer + "/trigger_name");
            return Optional.empty();
        }
        kind(node, trigger.get(), component, pointer);
        inputs(component, name, trigger.get().inputSchema(), node.inputs(), pointer);
        return Optional.of(locked(component, name, trigger.get().inputSchema()));
    }

    private void kind(
            NodeDefinition.Trigger node, TriggerExport trigger, InstalledComponent component, String pointer) {
        String what = "the trigger '" + trigger.name() + "' of " + component.coordinates();
        if (trigger.kind() instanceof TriggerExport.Kind.Webhook webhook) {
            if (!(node.source() instanceof TriggerSource.Webhook source)) {
                problems.error(
                        pointer + "/trigger_type", "wrong_trigger_type", what + " takes webhooks; say 'webhook'");
            } else if (!source.method().equals(webhook.method())) {
                problems.error(
                        pointer + "/method",
                        "wrong_trigger_type",
                        what + " takes " + webhook.method() + " requests, not " + source.method());
            }
        } else if (!(node.source() instanceof TriggerSource.Interval)
                && !(node.source() instanceof TriggerSource.Cron)) {
            problems.error(pointer + "/trigger_type", "wrong_trigger_type", what + " is polled; say 'poll'");
        }
    }

    private void missingExport(
            String kind, String name, List<String> known, InstalledComponent component, String pointer) {
        String has = known.isEmpty() ? "it has none" : "it has " + String.join(", ", known);
        problems.error(
                pointer,
                "unknown_" + kind,
                "the component " + component.coordinates() + " has no " + kind + " '" + name + "'"
                        + Suggestion.forName(name, known) + "; " + has);
    }

    private void inputs(
            InstalledComponent component,
            String export,
            Optional<JsonObject> schema,
            InputValue.ObjectValue inputs,
            String pointer) {
        schema.ifPresent(known -> inputCheck
                .check(inputs, known)
                .forEach(found -> problems.error(
                        pointer + "/inputs" + found.pointer(),
                        found.code(),
                        "'" + export + "' of " + component.coordinates() + ": " + found.message())));
    }

    private static LockedComponent locked(InstalledComponent component, String export, Optional<JsonObject> schema) {
        return new LockedComponent(
                component.manifest().name(), component.manifest().version(), component.digest(), export, schema);
    }
}
