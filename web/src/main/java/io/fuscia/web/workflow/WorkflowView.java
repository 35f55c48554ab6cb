package io.fuscia.web.workflow;

import io.fuscia.failure.Violation;
import io.fuscia.web.problem.Problem;
import io.fuscia.workflow.DefinitionWriter;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.LockedSubWorkflow;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.WorkflowSummary;
import io.fuscia.workflow.WorkflowVersion;
import io.fuscia.workflow.Workflows;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Workflows and their versions as the API shows them. */
final class WorkflowView {
    private WorkflowView() {}

    static JsonObject of(WorkflowSummary workflow) {
        JsonObjectBuilder view = Json.createObjectBuilder()
                .add("workflow_id", workflow.id().value())
                .add("name", workflow.name())
                .add("version", workflow.currentNumber())
                .add("created_at", workflow.createdAt().toString())
                .add("updated_at", workflow.updatedAt().toString());
        workflow.description().ifPresent(text -> view.add("description", text));
        return view.build();
    }

    static JsonObject of(WorkflowVersion version) {
        JsonObjectBuilder view = content(version.workflow())
                .add("version", version.number())
                .add("created_at", version.createdAt().toString());
        return withWarnings(view, version.warnings()).build();
    }

    static JsonObject of(Workflows.VersionSummary version, String workflowId) {
        return Json.createObjectBuilder()
                .add("workflow_id", workflowId)
                .add("version", version.number())
                .add("digest", version.digest().value())
                .add("current", version.current())
                .add("created_at", version.createdAt().toString())
                .build();
    }

    static JsonObject of(Workflows.Applied applied) {
        JsonObjectBuilder view = Json.createObjectBuilder(of(applied.version())).add("created", applied.created());
        return withWarnings(view, applied.warnings()).build();
    }

    /** The answer to a dry run: the content as it would be stored, under version 0. */
    static JsonObject ofDryRun(LockedWorkflow workflow, List<Violation> warnings) {
        return withWarnings(content(workflow).add("version", 0).add("created", false), warnings)
                .build();
    }

    private static JsonObjectBuilder content(LockedWorkflow workflow) {
        JsonObjectBuilder components = Json.createObjectBuilder();
        Map<String, LockedComponent> pins = new TreeMap<>();
        workflow.components().forEach((path, component) -> pins.put(path.toString(), component));
        pins.forEach((path, component) -> components.add(
                path,
                Json.createObjectBuilder()
                        .add("name", component.name())
                        .add("version", component.version())
                        .add("digest", component.digest().value())
                        .add("export", component.export())));
        JsonObjectBuilder view = Json.createObjectBuilder();
        if (!workflow.subWorkflows().isEmpty()) {
            JsonObjectBuilder called = Json.createObjectBuilder();
            Map<String, LockedSubWorkflow> byPath = new TreeMap<>();
            workflow.subWorkflows().forEach((path, pinned) -> byPath.put(path.toString(), pinned));
            byPath.forEach((path, pinned) -> called.add(
                    path,
                    Json.createObjectBuilder()
                            .add("workflow_id", pinned.id().value())
                            .add("version", pinned.version())
                            .add("digest", pinned.digest().value())));
            view.add("workflows", called);
        }
        return view.add("workflow_id", workflow.definition().id().value())
                .add("name", workflow.definition().name())
                .add("digest", workflow.digest().value())
                .add("definition", DefinitionWriter.write(workflow.definition()))
                .add("components", components);
    }

    private static JsonObjectBuilder withWarnings(JsonObjectBuilder view, List<Violation> warnings) {
        return warnings.isEmpty() ? view : view.add("warnings", Problem.violations(warnings));
    }
}
