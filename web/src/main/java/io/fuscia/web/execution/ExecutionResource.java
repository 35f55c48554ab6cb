package io.fuscia.web.execution;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionFilter;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionPage;
import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.Executions;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.Parameters;
import io.fuscia.workflow.WorkflowId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /executions}: runs of workflows. */
@Path("executions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ExecutionResource {
    @Inject
    private Executions executions;

    @Inject
    private ExecutionAnswer answer;

    /** A page of executions, newest first. */
    @GET
    public JsonObject list(
            @QueryParam("workflow_id") String workflowId,
            @QueryParam("status") String status,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        ExecutionFilter filter = new ExecutionFilter(workflow(workflowId), status(status));
        ExecutionPage page = executions.list(filter, Optional.ofNullable(cursor), Parameters.number("limit", limit));
        JsonArrayBuilder items = JSON.createArrayBuilder();
        page.executions().forEach(execution -> items.add(ExecutionView.of(execution)));
        JsonObjectBuilder view = JSON.createObjectBuilder().add("items", items);
        page.next().ifPresent(next -> view.add("next_cursor", next));
        return view.build();
    }

    /** One execution, at once or when it is over. */
    @GET
    @Path("{id}")
    public CompletionStage<JsonObject> show(
            @PathParam("id") String id,
            @QueryParam("wait") @DefaultValue("0") String wait,
            @QueryParam("tasks") @DefaultValue("true") String tasks,
            @QueryParam("inner_tasks") @DefaultValue("" + ExecutionAnswer.MOST_INNER) String innerTasks) {
        return answer.show(id(id), ExecutionAnswer.Wish.of(wait, tasks, innerTasks))
                .thenApply(found -> found.map(ExecutionAnswer.Shown::view).orElseThrow(() -> unknown(id)));
    }

    /** Cancels. */
    @POST
    @Path("{id}/cancel")
    public JsonObject cancel(@PathParam("id") String id) {
        return view(executions.cancel(id(id)));
    }

    /** Pauses. */
    @POST
    @Path("{id}/pause")
    public JsonObject pause(@PathParam("id") String id) {
        return view(executions.pause(id(id)));
    }

    /** Resumes. */
    @POST
    @Path("{id}/resume")
    public JsonObject resume(@PathParam("id") String id) {
        return view(executions.resume(id(id)));
    }

    private static JsonObject view(Execution execution) {
        return ExecutionView.of(execution);
    }

    /** The id in a path. @throws FusciaException {@code EXECUTION_NOT_FOUND} if it cannot be one */
    static ExecutionId id(String text) {
        if (!ExecutionId.isWellFormed(text)) {
            throw unknown(text);
        }
        return new ExecutionId(text);
    }

    private static FusciaException unknown(String id) {
        return new FusciaException(ErrorCode.EXECUTION_NOT_FOUND, "there is no execution " + id);
    }

    private static Optional<WorkflowId> workflow(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (!WorkflowId.isWellFormed(text)) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "workflow_id is not a workflow id: " + text);
        }
        return Optional.of(new WorkflowId(text));
    }

    private static Optional<ExecutionStatus> status(String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(ExecutionStatus.values())
                .filter(known -> known.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new FusciaException(
                        ErrorCode.INVALID_REQUEST,
                        "there is no status " + text + "; there are "
                                + Arrays.stream(ExecutionStatus.values())
                                        .map(ExecutionStatus::text)
                                        .collect(Collectors.joining(", ")))));
    }
}
