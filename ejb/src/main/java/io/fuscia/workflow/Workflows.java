package io.fuscia.workflow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.storage.PageCursor;
import io.fuscia.storage.RefusedByDatabase;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.document.DocumentFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The stored workflows. Applying a definition locks it, compiles it and stores it as the next version, unless a version
 * with the same content is there already: then that one becomes the current version. Injectable; thread-safe.
 */
public final class Workflows {
    private static final int TRIES = 5;
    /** Characters of canonical text whose parsed form is kept. */
    private static final long CACHED_TEXT = 32L * 1024 * 1024;

    private final Transactions transactions;
    private final DefinitionParser parser;
    private final WorkflowResolver resolver;
    private final LockedWorkflowReader reader;
    private final Function<LockedWorkflow, String> compiler;
    private final Clock clock;
    private final WorkflowStore store = new WorkflowStore();

    private final Cache<Digest, LockedWorkflow> cache = Caffeine.newBuilder()
            .maximumWeight(CACHED_TEXT)
            .weigher((Digest digest, LockedWorkflow workflow) ->
                    LockedWorkflowWriter.write(workflow).length())
            .build();

    /** @param compiler makes the batch job of a locked workflow, as text */
    public Workflows(
            Transactions transactions,
            DefinitionParser parser,
            WorkflowResolver resolver,
            LockedWorkflowReader reader,
            Function<LockedWorkflow, String> compiler,
            Clock clock) {
        this.transactions = transactions;
        this.parser = parser;
        this.resolver = resolver.over(new StoredWorkflows());
        this.reader = reader;
        this.compiler = compiler;
        this.clock = clock;
    }

    /**
     * What came of applying a definition.
     *
     * @param workflow as it is now
     * @param version the current version
     * @param created whether the version is new, as opposed to one with the same content stored before
     * @param first whether the workflow itself is new
     * @param warnings what the author should look at
     */
    public record Applied(
            WorkflowSummary workflow,
            WorkflowVersion version,
            boolean created,
            boolean first,
            List<Violation> warnings) {
        public Applied {
            Objects.requireNonNull(workflow, "workflow");
            Objects.requireNonNull(version, "version");
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Checks a definition against the installed components; stores nothing.
     *
     * @throws FusciaException {@code MALFORMED_DOCUMENT}, {@code PAYLOAD_TOO_LARGE}; whatever else is wrong is in the
     *     result
     */
    public Resolution validate(String text, DocumentFormat format) {
        return resolver.resolve(parser.parse(text, format));
    }

    /** The batch job of a locked workflow, stored or not. */
    public String compile(LockedWorkflow workflow) {
        return compiler.apply(workflow);
    }

    /**
     * Stores a definition.
     *
     * @throws FusciaException {@code MALFORMED_DOCUMENT}, {@code PAYLOAD_TOO_LARGE}, {@code INVALID_DEFINITION} or
     *     {@code FEATURE_NOT_SUPPORTED} with all violations, {@code STORAGE_UNAVAILABLE}
     */
    public Applied apply(String text, DocumentFormat format) {
        Resolution resolution = validate(text, format);
        LockedWorkflow workflow = resolution.orThrow();
        WorkflowStore.Candidate candidate = new WorkflowStore.Candidate(
                workflow,
                LockedWorkflowWriter.write(workflow),
                compiler.apply(workflow),
                text,
                format,
                resolution.violations());
        WorkflowStore.Stored stored = store(candidate);
        return new Applied(
                stored.workflow(),
                stored.version().toVersion(workflow),
                stored.created(),
                stored.first(),
                resolution.violations());
    }

    private WorkflowStore.Stored store(WorkflowStore.Candidate candidate) {
        for (int tries = 1; ; tries++) {
            try {
                return transactions.run(rows -> store.store(rows, candidate, clock.millis()));
            } catch (RefusedByDatabase e) {
                // Somebody stored the same workflow for the first time at the same moment; now it is there to be
                // locked.
                if (!e.isDuplicate() || tries >= TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The workflow; empty if there is none or it was deleted. */
    public Optional<WorkflowSummary> find(WorkflowId id) {
        return transactions.run(rows -> store.find(rows, id).map(WorkflowRow::toSummary));
    }

    /**
     * Workflows in the order of their ids.
     *
     * @param cursor from {@link WorkflowPage#next}; empty: from the first
     * @param limit at most this many, 1 to 500
     * @throws FusciaException {@code INVALID_REQUEST} if cursor or limit are not valid
     */
    public WorkflowPage list(Optional<String> cursor, int limit) {
        PageCursor.checkLimit(limit);
        String after = cursor.map(Workflows::decoded).orElse("");
        List<WorkflowSummary> found = transactions.run(rows -> store.after(rows, after, limit + 1).stream()
                .map(WorkflowRow::toSummary)
                .toList());
        boolean more = found.size() > limit;
        List<WorkflowSummary> page = more ? found.subList(0, limit) : found;
        return new WorkflowPage(
                page,
                more ? Optional.of(PageCursor.write(page.get(limit - 1).id().value())) : Optional.empty());
    }

    /**
     * A stored version, also of a workflow that was deleted, because executions may still run it.
     *
     * @param number which one; empty: the current one of a workflow that was not deleted
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND}
     */
    public WorkflowVersion version(WorkflowId id, OptionalInt number) {
        WorkflowVersionRow row = transactions.run(rows -> store.version(rows, id, number));
        return row.toVersion(cache.get(row.digest(), digest -> reader.read(row.locked, digest)));
    }

    /**
     * A version's locked workflow alone; from memory, if it was read before.
     *
     * @param number as for {@link #version}
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND}
     */
    public Locked locked(WorkflowId id, OptionalInt number) {
        WorkflowStore.Reference reference = transactions
                .runSql(connection -> store.find(connection, id, number))
                .orElseGet(() -> transactions.run(rows -> store.reference(rows, id, number)));
        LockedWorkflow cached = cache.getIfPresent(reference.digest());
        return cached != null
                ? new Locked(reference.number(), cached)
                : new Locked(
                        reference.number(),
                        version(id, OptionalInt.of(reference.number())).workflow());
    }

    /**
     * A version's number and content.
     *
     * @param number from 1
     */
    public record Locked(int number, LockedWorkflow workflow) {}

    /**
     * A version in a list.
     *
     * @param current whether it runs when none is asked for
     */
    public record VersionSummary(int number, Digest digest, Instant createdAt, boolean current) {}

    /** All versions, newest first. @throws FusciaException {@code WORKFLOW_NOT_FOUND} */
    public List<VersionSummary> versions(WorkflowId id) {
        return transactions.run(rows -> store.versions(rows, id));
    }

    /**
     * Deletes a workflow: it can no longer be found or started. Its versions stay for the executions that refer to them,
     * and their numbers are not used again if the workflow is applied anew. Done again, it does nothing.
     *
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_IN_USE} while executions have not ended
     */
    public void delete(WorkflowId id) {
        transactions.run(rows -> {
            store.delete(rows, id, clock.millis());
            return null;
        });
    }

    /** The workflows that are pinned to a version of a component, for people: {@code workflow orders version 3}. */
    public List<String> usersOf(String componentName, String componentVersion) {
        return transactions.run(rows -> store.usersOf(rows, componentName, componentVersion));
    }

    /** What a definition may call. */
    private final class StoredWorkflows implements WorkflowCatalog {
        @Override
        public Optional<Locked> find(WorkflowId id, OptionalInt number) {
            try {
                // A deleted workflow's versions are there for what refers to them already, not for new callers.
                return Workflows.this.find(id).map(known -> locked(id, number));
            } catch (FusciaException e) {
                if (e.code() == ErrorCode.WORKFLOW_NOT_FOUND || e.code() == ErrorCode.WORKFLOW_VERSION_NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public Optional<LockedWorkflow> read(LockedSubWorkflow locked) {
            return Optional.of(
                    locked(locked.id(), OptionalInt.of(locked.version())).workflow());
        }

        @Override
        public List<Integer> versions(WorkflowId id) {
            return Workflows.this.find(id).isEmpty()
                    ? List.of()
                    : Workflows.this.versions(id).stream()
                            .map(VersionSummary::number)
                            .toList();
        }

        @Override
        public List<String> names() {
            return list(Optional.empty(), PageCursor.MOST).workflows().stream()
                    .map(workflow -> workflow.id().value())
                    .toList();
        }
    }

    private static String decoded(String cursor) {
        return PageCursor.read(cursor, place -> Optional.of(place).filter(WorkflowId::isWellFormed));
    }
}
