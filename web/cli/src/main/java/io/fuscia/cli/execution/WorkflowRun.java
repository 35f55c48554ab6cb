package io.fuscia.cli.execution;

import io.fuscia.cli.ExitCode;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.Printer;
import io.fuscia.cli.workflow.DefinitionFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One execution that this command started. */
public final class WorkflowRun {
    private final ApiClient api;
    private final ExecutionView accepted;

    private WorkflowRun(ApiClient api, ExecutionView accepted) {
        this.api = api;
        this.accepted = accepted;
    }

    /**
     * Starts an execution.
     *
     * @param workflow a definition's file, which is applied first, or the id of a stored workflow
     */
    public static WorkflowRun start(
            ApiClient api, String workflow, JsonValue payload, Optional<String> trigger, String idempotencyKey) {
        JsonObjectBuilder body = Json.createObjectBuilder().add("payload", payload);
        trigger.ifPresent(node -> body.add("trigger", node));
        JsonObject accepted = api.post(
                        "workflows/" + ApiClient.encode(workflowId(api, workflow)) + "/executions",
                        "application/json",
                        body.build().toString().getBytes(StandardCharsets.UTF_8),
                        Map.of("Idempotency-Key", idempotencyKey))
                .asJsonObject();
        return new WorkflowRun(api, new ExecutionView(accepted));
    }

    /** Runs an execution that is over again, as the body says. */
    static WorkflowRun restart(ApiClient api, String executionId, JsonObject body, String idempotencyKey) {
        JsonObject accepted = api.post(
                        "executions/" + ApiClient.encode(executionId) + "/restart",
                        "application/json",
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of("Idempotency-Key", idempotencyKey))
                .asJsonObject();
        return new WorkflowRun(api, new ExecutionView(accepted));
    }

    /** The execution as the server accepted it. */
    public JsonObject accepted() {
        return accepted.document();
    }

    /** Waits for the end, prints the execution with every task's output, and gives the exit code. */
    public int await(Printer printer) {
        return ended(new Watch(api).untilEnd(accepted.id()), printer);
    }

    /** The same; every change of a task's status is told on the way. */
    public int await(Consumer<String> progress, Printer printer) {
        return ended(new Watch(api).untilEnd(accepted.id(), progress), printer);
    }

    private static int ended(ExecutionView ended, Printer printer) {
        ended.print(printer);
        return ended.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The id of a stored workflow: what is given, or, if that is a definition's file, that of the workflow in it, applied. */
    public static String workflowId(ApiClient api, String workflow) {
        Path file = Path.of(workflow);
        boolean looksLikeFile = workflow.endsWith(".json") || workflow.endsWith(".yaml") || workflow.endsWith(".yml");
        if (Files.isRegularFile(file) || looksLikeFile) {
            return new DefinitionFile(file).apply(api).getString("workflow_id");
        }
        return workflow;
    }
}
