package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of workflows; every method is called inside a transaction. */
final class WorkflowStore {
    private static final String VERSION =
            "SELECT number, digest FROM workflow_version WHERE workflow_id = ? AND number = ?";
    private static final String CURRENT = "SELECT v.number, v.digest FROM workflow w JOIN workflow_version v"
            + " ON v.workflow_id = w.workflow_id AND v.number = w.current_number"
            + " WHERE w.workflow_id = ? AND w.deleted_at IS NULL";

    /** A locked workflow that wants to be stored. */
    record Candidate(
            LockedWorkflow workflow,
            String locked,
            String jsl,
            String source,
            DocumentFormat format,
            List<Violation> warnings) {}

    /** What became of it. */
    record Stored(WorkflowSummary workflow, WorkflowVersionRow version, boolean created, boolean first) {}

    /** Which version, without its content. */
    record Reference(int number, Digest digest) {}

    /**
     * Stores a version or makes the one with the same content current. The workflow's row is locked first, so that of
     * two at once the second sees what the first did; two first versions at once collide on the primary key.
     */
    Stored store(EntityManager rows, Candidate candidate, long now) {
        WorkflowDefinition definition = candidate.workflow().definition();
        WorkflowRow row = rows.find(WorkflowRow.class, definition.id().value(), LockModeType.PESSIMISTIC_WRITE);
        boolean first = row == null || row.deletedAt != null;
        if (row == null) {
            row = new WorkflowRow();
            row.id = definition.id().value();
            row.createdAt = now;
        } else {
            WorkflowVersionRow same = same(rows, row.id, candidate.workflow().digest());
            if (same != null) {
                if (row.currentNumber != same.number || row.deletedAt != null) {
                    row.point(same.number, definition, now);
                }
                return new Stored(row.toSummary(), same, false, first);
            }
        }
        row.latestNumber++;
        row.point(row.latestNumber, definition, now);
        if (!rows.contains(row)) {
            rows.persist(row);
            rows.flush();
        }
        WorkflowVersionRow version = version(candidate, row, now);
        rows.persist(version);
        rows.flush();
        components(rows, version, candidate.workflow());
        return new Stored(row.toSummary(), version, true, first);
    }

    private static WorkflowVersionRow version(Candidate candidate, WorkflowRow row, long now) {
        WorkflowVersionRow version = new WorkflowVersionRow();
        version.id = row.id;
        version.number = row.latestNumber;
        version.digest = candidate.workflow().digest().value();
        version.source = candidate.source();
        version.sourceFormat = candidate.format().name().toLowerCase(Locale.ROOT);
        version.locked = candidate.locked();
        version.jsl = candidate.jsl();
        version.warnings = StoredWarnings.write(candidate.warnings());
        version.createdAt = now;
        return version;
    }

    private static void components(EntityManager rows, WorkflowVersionRow version, LockedWorkflow workflow) {
        record Pinned(String name, String version) {}
        workflow.components().values().stream()
                .map(component -> new Pinned(component.name(), component.version()))
                .distinct()
                .forEach(pinned -> rows.createNativeQuery("INSERT INTO workflow_component"
                                + " (workflow_id, number, component_name, component_version) VALUES (?, ?, ?, ?)")
                        .setParameter(1, version.id)
                        .setParameter(2, version.number)
                        .setParameter(3, pinned.name())
                        .setParameter(4, pinned.version())
                        .executeUpdate());
    }

    private static WorkflowVersionRow same(EntityManager rows, String id, Digest digest) {
        return rows.createQuery(
                        "SELECT v FROM WorkflowVersionRow v WHERE v.id = :id AND v.digest = :digest",
                        WorkflowVersionRow.class)
                .setParameter("id", id)
                .setParameter("digest", digest.value())
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    Optional<WorkflowRow> find(EntityManager rows, WorkflowId id) {
        return Optional.ofNullable(rows.find(WorkflowRow.class, id.value())).filter(row -> row.deletedAt == null);
    }

    private WorkflowRow require(EntityManager rows, WorkflowId id) {
        return find(rows, id).orElseThrow(() -> notFound(id));
    }

    List<WorkflowRow> after(EntityManager rows, String id, int limit) {
        return rows.createQuery(
                        "SELECT w FROM WorkflowRow w WHERE w.id > :id AND w.deletedAt IS NULL ORDER BY w.id",
                        WorkflowRow.class)
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultList();
    }

    WorkflowVersionRow version(EntityManager rows, WorkflowId id, OptionalInt number) {
        int wanted = number.isPresent() ? number.getAsInt() : require(rows, id).currentNumber;
        WorkflowVersionRow version =
                rows.find(WorkflowVersionRow.class, new WorkflowVersionRow.Key(id.value(), wanted));
        if (version == null) {
            throw versionNotFound(rows, id, wanted);
        }
        return version;
    }

    Reference reference(EntityManager rows, WorkflowId id, OptionalInt number) {
        int wanted = number.isPresent() ? number.getAsInt() : require(rows, id).currentNumber;
        return rows.createQuery(
                        "SELECT v.digest FROM WorkflowVersionRow v WHERE v.id = :id AND v.number = :number",
                        String.class)
                .setParameter("id", id.value())
                .setParameter("number", wanted)
                .getResultStream()
                .findFirst()
                .map(digest -> new Reference(wanted, new Digest(digest)))
                .orElseThrow(() -> versionNotFound(rows, id, wanted));
    }

    /** The same in plain SQL, for every start; empty if there is none, whatever the reason. */
    Optional<Reference> find(Connection connection, WorkflowId id, OptionalInt number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(number.isPresent() ? VERSION : CURRENT)) {
            select.setString(1, id.value());
            if (number.isPresent()) {
                select.setInt(2, number.getAsInt());
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Reference(row.getInt(1), new Digest(row.getString(2))))
                        : Optional.empty();
            }
        }
    }

    List<Workflows.VersionSummary> versions(EntityManager rows, WorkflowId id) {
        WorkflowRow row = require(rows, id);
        return rows.createQuery(
                        "SELECT v.number, v.digest, v.createdAt FROM WorkflowVersionRow v WHERE v.id = :id"
                                + " ORDER BY v.number DESC",
                        Object[].class)
                .setParameter("id", id.value())
                .getResultStream()
                .map(columns -> new Workflows.VersionSummary(
                        (Integer) columns[0],
                        new Digest((String) columns[1]),
                        Instant.ofEpochMilli((Long) columns[2]),
                        columns[0].equals(row.currentNumber)))
                .toList();
    }

    void delete(EntityManager rows, WorkflowId id, long now) {
        WorkflowRow row = rows.find(WorkflowRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw notFound(id);
        }
        if (row.deletedAt != null) {
            return;
        }
        long running = ((Number) rows.createNativeQuery("SELECT COUNT(*) FROM execution WHERE workflow_id = ?"
                                + " AND status IN ('pending', 'running', 'paused')")
                        .setParameter(1, id.value())
                        .getSingleResult())
                .longValue();
        if (running > 0) {
            throw new FusciaException(
                    ErrorCode.WORKFLOW_IN_USE,
                    "the workflow '" + id + "' has " + running
                            + " executions that have not ended; cancel them or wait");
        }
        row.deletedAt = now;
    }

    List<String> usersOf(EntityManager rows, String name, String version) {
        List<?> found = rows.createNativeQuery("SELECT c.workflow_id, c.number FROM workflow_component c"
                        + " JOIN workflow w ON w.workflow_id = c.workflow_id"
                        + " WHERE c.component_name = ? AND c.component_version = ?"
                        + " AND (w.deleted_at IS NULL OR EXISTS (SELECT 1 FROM execution e"
                        + " WHERE e.workflow_id = c.workflow_id AND e.workflow_version = c.number"
                        + " AND e.status IN ('pending', 'running', 'paused')))"
                        + " ORDER BY c.workflow_id, c.number")
                .setParameter(1, name)
                .setParameter(2, version)
                .getResultList();
        return found.stream()
                .map(row -> (Object[]) row)
                .map(columns -> "workflow " + columns[0] + " version " + columns[1])
                .toList();
    }

    private static FusciaException notFound(WorkflowId id) {
        return new FusciaException(ErrorCode.WORKFLOW_NOT_FOUND, "there is no workflow '" + id + "'");
    }

    private static FusciaException versionNotFound(EntityManager rows, WorkflowId id, int number) {
        if (rows.find(WorkflowRow.class, id.value()) == null) {
            return notFound(id);
        }
        return new FusciaException(
                ErrorCode.WORKFLOW_VERSION_NOT_FOUND, "the workflow '" + id + "' has no version " + number);
    }
}
