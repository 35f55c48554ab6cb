package io.fuscia.web.workflow;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.execution.Executions;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.Started;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.web.execution.ExecutionAnswer;
import io.fuscia.web.execution.ExecutionView;
import io.fuscia.web.problem.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /workflows/{id}/executions}: starting a workflow. */
@Path("workflows/{id}/executions")
@RequestScoped
public class ExecutionStartResource {
    private static final int LARGEST_BODY = 16 * 1024 * 1024;

    @Inject
    private Executions executions;

    @Inject
    private ExecutionAnswer answer;

    @Context
    private UriInfo uri;

    /**
     * Accepts an execution; it is stored before the answer leaves. Who waits gets 200 and what came of it, or 202 if it is
     * not over by then.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> start(
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @HeaderParam("traceparent") String traceparent,
            @QueryParam("wait") @DefaultValue("0") String wait,
            @QueryParam("tasks") @DefaultValue("true") String tasks,
            InputStream body) {
        ExecutionAnswer.Wish wish = ExecutionAnswer.Wish.of(wait, tasks);
        JsonObject document = JsonBody.read(body, LARGEST_BODY, Set.of("trigger", "payload", "version"));
        Started started = executions.start(new StartRequest(
                WorkflowResource.id(id),
                version(document),
                trigger(document),
                document.getOrDefault("payload", JsonValue.EMPTY_JSON_OBJECT),
                Optional.ofNullable(idempotencyKey),
                Optional.ofNullable(traceparent)));
        Response.ResponseBuilder response = Response.accepted()
                .location(uri.getBaseUriBuilder()
                        .path("executions")
                        .path(started.execution().id().value())
                        .build())
                .header("Idempotent-Replayed", started.replayed() ? "true" : null);
        if (wish.seconds() == 0) {
            return CompletableFuture.completedFuture(
                    response.entity(accepted(started)).build());
        }
        return answer.show(started.execution().id(), wish).thenApply(shown -> shown.map(
                        now -> response.status(now.over() ? 200 : 202).entity(now.view()))
                // Over, and removed already.
                .orElseGet(() -> response.entity(accepted(started)))
                .build());
    }

    private static JsonObject accepted(Started started) {
        return JSON.createObjectBuilder(ExecutionView.of(started.execution()))
                .add("tasks", JsonValue.EMPTY_JSON_ARRAY)
                .build();
    }

    private static OptionalInt version(JsonObject document) {
        OptionalLong version = JsonBody.wholeNumber(document, "version", 1, Integer.MAX_VALUE);
        return version.isPresent() ? OptionalInt.of((int) version.getAsLong()) : OptionalInt.empty();
    }

    private static Optional<NodeId> trigger(JsonObject document) {
        JsonValue trigger = document.getOrDefault("trigger", JsonValue.NULL);
        if (trigger == JsonValue.NULL) {
            return Optional.empty();
        }
        if (trigger instanceof JsonString text && NodeId.isWellFormed(text.getString())) {
            return Optional.of(new NodeId(text.getString()));
        }
        throw new FusciaException(ErrorCode.TRIGGER_NOT_FOUND, "there is no trigger " + trigger);
    }
}
