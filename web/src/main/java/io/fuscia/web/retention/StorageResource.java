package io.fuscia.web.retention;

import io.fuscia.backup.Backup;
import io.fuscia.backup.Backups;
import io.fuscia.execution.Pruned;
import io.fuscia.execution.Retention;
import io.fuscia.execution.RetentionPolicy;
import io.fuscia.execution.StorageUse;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.JsonBody;
import io.fuscia.workflow.WorkflowId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code /storage}: what executions that are over take, by workflow, and how much of it stays. */
@Path("storage")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StorageResource {
    private static final int LARGEST_BODY = 64 * 1024;

    @Inject
    private Retention retention;

    @Inject
    private Backups backups;

    /** Bytes and executions, in all and by workflow. */
    @GET
    public JsonObject show() {
        List<StorageUse> uses = retention.use();
        JsonArrayBuilder workflows = Json.createArrayBuilder();
        uses.forEach(use -> workflows.add(Json.createObjectBuilder()
                .add("workflow_id", use.workflow().value())
                .add("executions", use.executions())
                .add("bytes", use.bytes())
                .add("retention", view(use.policy()))));
        return Json.createObjectBuilder()
                .add(
                        "executions",
                        uses.stream().mapToLong(StorageUse::executions).sum())
                .add("bytes", uses.stream().mapToLong(StorageUse::bytes).sum())
                .add("retention", view(retention.forAll()))
                .add("workflows", workflows)
                .build();
    }

    /** Removes now what is not to be kept, or only says what that is. */
    @POST
    @Path("prune")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject prune(InputStream body) {
        JsonObject document = JsonBody.read(body, LARGEST_BODY, Set.of("dry_run", "compact"));
        boolean dryRun = flag(document, "dry_run");
        boolean compact = flag(document, "compact");
        if (dryRun && compact) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "a dry run compacts nothing");
        }
        Pruned pruned = retention.prune(dryRun);
        JsonArrayBuilder workflows = Json.createArrayBuilder();
        pruned.executions().entrySet().stream()
                .sorted(java.util.Comparator.comparing(entry -> entry.getKey().value()))
                .forEach(entry -> workflows.add(Json.createObjectBuilder()
                        .add("workflow_id", entry.getKey().value())
                        .add("executions", entry.getValue())));
        JsonObjectBuilder view = Json.createObjectBuilder()
                .add("dry_run", dryRun)
                .add(
                        "executions",
                        pruned.executions().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .add("bytes", pruned.bytes())
                .add("workflows", workflows);
        if (compact) {
            view.add("given_back_bytes", retention.compact());
        }
        return view.build();
    }

    /** Copies database and files, as they fit together, into a directory on the server. */
    @POST
    @Path("backups")
    public Response backup() {
        Backup backup = backups.create();
        return Response.status(Response.Status.CREATED)
                .entity(Json.createObjectBuilder()
                        .add("directory", backup.directory().toString())
                        .add("database", backup.database().name().toLowerCase(Locale.ROOT))
                        .add("created_at", backup.createdAt().toString())
                        .build())
                .build();
    }

    /** How much of one workflow's past stays. */
    @GET
    @Path("retention/{id}")
    public JsonObject retention(@PathParam("id") String id) {
        return view(retention.of(workflow(id)));
    }

    /** Sets how much of one workflow's past stays; what is left out has no limit but what holds for all. */
    @PUT
    @Path("retention/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject setRetention(@PathParam("id") String id, InputStream body) {
        JsonObject document = JsonBody.read(body, LARGEST_BODY, Set.of("max_age_ms", "max_count", "max_bytes"));
        RetentionPolicy policy = new RetentionPolicy(
                limit(document, "max_age_ms").map(Duration::ofMillis),
                limit(document, "max_count"),
                limit(document, "max_bytes"));
        retention.set(workflow(id), policy);
        return view(policy);
    }

    private static JsonObject view(RetentionPolicy policy) {
        JsonObjectBuilder view = Json.createObjectBuilder();
        policy.age().ifPresent(age -> view.add("max_age_ms", age.toMillis()));
        policy.count().ifPresent(count -> view.add("max_count", count));
        policy.bytes().ifPresent(bytes -> view.add("max_bytes", bytes));
        return view.build();
    }

    private static WorkflowId workflow(String id) {
        if (!WorkflowId.isWellFormed(id)) {
            throw new FusciaException(ErrorCode.WORKFLOW_NOT_FOUND, "there is no workflow " + id);
        }
        return new WorkflowId(id);
    }

    private static Optional<Long> limit(JsonObject document, String member) {
        OptionalLong limit = JsonBody.wholeNumber(document, member, 0, Long.MAX_VALUE);
        return limit.isPresent() ? Optional.of(limit.getAsLong()) : Optional.empty();
    }

    private static boolean flag(JsonObject document, String member) {
        JsonValue value = document.getOrDefault(member, JsonValue.FALSE);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw new FusciaException(ErrorCode.INVALID_REQUEST, member + " must be true or false, not " + value);
    }
}
