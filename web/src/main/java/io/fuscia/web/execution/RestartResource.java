package io.fuscia.web.execution;

import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.Iteration;
import io.fuscia.execution.RestartFilter;
import io.fuscia.execution.RestartOutcome;
import io.fuscia.execution.RestartRequest;
import io.fuscia.execution.Restarts;
import io.fuscia.execution.Started;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.JsonBody;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code /executions/{id}/restart} and {@code /executions/restart}: running what is over again. */
@Path("executions")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RestartResource {
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int DEFAULT_LIMIT = 100;

    @Inject
    private Restarts restarts;

    @Context
    private UriInfo uri;

    /** Restarts one; the new execution is stored before the answer leaves. */
    @POST
    @Path("{id}/restart")
    public Response restart(
            @PathParam("id") String id, @HeaderParam("Idempotency-Key") String idempotencyKey, InputStream body) {
        JsonObject document =
                JsonBody.read(body, LARGEST_BODY, Set.of("from_start", "node", "iteration", "payload", "version"));
        Started started = restarts.restart(
                ExecutionResource.id(id),
                new RestartRequest(
                        from(document),
                        Optional.ofNullable(document.get("payload")),
                        version(document),
                        Optional.ofNullable(idempotencyKey)));
        Execution execution = started.execution();
        return Response.accepted(Json.createObjectBuilder(ExecutionView.of(execution))
                        .add("tasks", JsonValue.EMPTY_JSON_ARRAY)
                        .build())
                .location(uri.getBaseUriBuilder()
                        .path("executions")
                        .path(execution.id().value())
                        .build())
                .header("Idempotent-Replayed", started.replayed() ? "true" : null)
                .build();
    }

    /** Restarts all that a filter finds and that were not restarted before, or only says which. */
    @POST
    @Path("restart")
    public JsonObject restartAll(InputStream body) {
        JsonObject document = JsonBody.read(
                body,
                LARGEST_BODY,
                Set.of(
                        "workflow_id",
                        "status",
                        "error_code",
                        "created_from",
                        "created_until",
                        "from_start",
                        "version",
                        "limit",
                        "dry_run"));
        int limit =
                (int) JsonBody.wholeNumber(document, "limit", 1, Restarts.MOST).orElse(DEFAULT_LIMIT);
        List<RestartOutcome> outcomes = restarts.restartAll(
                filter(document),
                new RestartRequest(from(document), Optional.empty(), version(document), Optional.empty()),
                limit,
                flag(document, "dry_run"));
        JsonArrayBuilder items = Json.createArrayBuilder();
        outcomes.forEach(outcome -> items.add(view(outcome)));
        return Json.createObjectBuilder()
                .add("items", items)
                .add("more", outcomes.size() == limit)
                .build();
    }

    private static JsonObjectBuilder view(RestartOutcome outcome) {
        JsonObjectBuilder view =
                Json.createObjectBuilder().add("origin", outcome.origin().value());
        outcome.started()
                .ifPresent(started -> view.add("execution_id", started.id().value()));
        outcome.refused()
                .ifPresent(refused -> view.add(
                        "problem",
                        Json.createObjectBuilder()
                                .add("code", refused.code().slug())
                                .add("detail", refused.getMessage())));
        return view;
    }

    private static RestartRequest.From from(JsonObject document) {
        Optional<String> node = text(document, "node");
        Optional<String> iteration = text(document, "iteration");
        if (node.isPresent()) {
            if (flag(document, "from_start")) {
                throw invalid("a restart is either from_start or from a node");
            }
            try {
                return new RestartRequest.Node(
                        NodePath.parse(node.get()),
                        iteration.map(Iteration::parse).orElse(Iteration.NONE));
            } catch (IllegalArgumentException e) {
                throw new FusciaException(ErrorCode.INVALID_REQUEST, "cannot restart from there: " + e.getMessage(), e);
            }
        }
        if (iteration.isPresent()) {
            throw invalid("an iteration is one of a node: say which");
        }
        return flag(document, "from_start") ? new RestartRequest.Start() : new RestartRequest.Failed();
    }

    private static RestartRequest.Version version(JsonObject document) {
        JsonValue version = document.getOrDefault("version", JsonValue.NULL);
        if (version == JsonValue.NULL) {
            return new RestartRequest.Same();
        }
        if (version instanceof JsonString text && text.getString().equals("newest")) {
            return new RestartRequest.Newest();
        }
        return new RestartRequest.Numbered((int)
                JsonBody.wholeNumber(document, "version", 1, Integer.MAX_VALUE).orElseThrow());
    }

    private static RestartFilter filter(JsonObject document) {
        Optional<WorkflowId> workflow = text(document, "workflow_id").map(id -> {
            if (!WorkflowId.isWellFormed(id)) {
                throw invalid("workflow_id is not a workflow id: " + id);
            }
            return new WorkflowId(id);
        });
        ExecutionStatus status =
                text(document, "status").map(RestartResource::status).orElse(ExecutionStatus.FAILED);
        try {
            return new RestartFilter(
                    workflow,
                    status,
                    text(document, "error_code").map(RestartResource::errorCode),
                    text(document, "created_from").map(Instant::parse),
                    text(document, "created_until").map(Instant::parse));
        } catch (DateTimeParseException e) {
            throw new FusciaException(
                    ErrorCode.INVALID_REQUEST, "not a time like 2026-11-26T08:00:00Z: " + e.getParsedString(), e);
        } catch (IllegalArgumentException e) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    private static ExecutionStatus status(String text) {
        return Arrays.stream(ExecutionStatus.values())
                .filter(known -> known.text().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid("there is no status " + text));
    }

    private static ErrorCode errorCode(String slug) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.slug().equals(slug.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> invalid("there is no error code " + slug));
    }

    private static Optional<String> text(JsonObject document, String member) {
        JsonValue value = document.getOrDefault(member, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        throw invalid(member + " must be a string, not " + value);
    }

    private static boolean flag(JsonObject document, String member) {
        JsonValue value = document.getOrDefault(member, JsonValue.FALSE);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw invalid(member + " must be true or false, not " + value);
    }

    private static FusciaException invalid(String message) {
        return new FusciaException(ErrorCode.INVALID_REQUEST, message);
    }
}
