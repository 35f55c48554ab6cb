package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads executions for those who look at them. Thread-safe. */
final class ExecutionQueries {
    private static final int MAX_LIMIT = 500;
    private static final String CURSOR = "1:";

    private final Transactions transactions;
    private final LargeOutputs outputs;

    ExecutionQueries(Transactions transactions, LargeOutputs outputs) {
        this.transactions = transactions;
        this.outputs = outputs;
    }

    Optional<Execution> execution(ExecutionId id) {
        return transactions.run(entities -> Optional.ofNullable(entities.find(ExecutionRecord.class, id.value()))
                .map(row ->
                        linked(entities, List.of(ExecutionRows.execution(row))).get(0)));
    }

    private static List<Execution> linked(EntityManager entities, List<Execution> executions) {
        Map<ExecutionId, ParentTask> parents = SubExecutions.parents(
                entities, executions.stream().map(Execution::id).toList());
        return executions.stream()
                .map(execution -> execution.calledBy(Optional.ofNullable(parents.get(execution.id()))))
                .toList();
    }

    /** Whether it exists and is not over. */
    boolean isUnderWay(ExecutionId id) {
        return transactions.run(entities -> entities.createQuery(
                                "SELECT e.id FROM ExecutionRecord e WHERE e.id = :id AND e.endedAt IS NULL",
                                String.class)
                        .setParameter("id", id.value())
                        .getResultList()
                        .size()
                == 1);
    }

    /** With the tasks that have a row, the outermost graph's first, in no particular order. */
    Optional<ExecutionDetail> detail(ExecutionId id) {
        return transactions
                .run(entities -> Optional.ofNullable(entities.find(ExecutionRecord.class, id.value()))
                        .map(row -> rows(entities, id, row)))
                .map(this::detail);
    }

    private record Rows(
            ExecutionRecord row,
            Execution execution,
            List<TaskRecord> tasks,
            List<AttemptRecord> attempts,
            Map<ParentTask, ExecutionId> children) {}

    private static Rows rows(EntityManager entities, ExecutionId id, ExecutionRecord row) {
        return new Rows(
                row,
                linked(entities, List.of(ExecutionRows.execution(row))).get(0),
                entities.createQuery(
                                "SELECT t FROM TaskRecord t WHERE t.executionId = :id ORDER BY t.iteration, t.nodePath",
                                TaskRecord.class)
                        .setParameter("id", id.value())
                        .getResultList(),
                entities.createQuery(
                                "SELECT a FROM AttemptRecord a WHERE a.executionId = :id ORDER BY a.number",
                                AttemptRecord.class)
                        .setParameter("id", id.value())
                        .getResultList(),
                SubExecutions.children(entities, id));
    }

    private ExecutionDetail detail(Rows rows) {
        Map<TaskKey, List<Attempt>> attempts = new HashMap<>();
        rows.attempts().forEach(attempt -> attempts.computeIfAbsent(
                        new TaskKey(attempt.executionId, attempt.nodePath, attempt.iteration),
                        first -> new ArrayList<>())
                .add(ExecutionRows.attempt(attempt)));
        rows.children().forEach((call, child) -> {
            List<Attempt> made = attempts.get(new TaskKey(
                    rows.row().id, call.node().toString(), call.iteration().toString()));
            if (made != null) {
                made.replaceAll(attempt -> attempt.number() == call.attempt() ? attempt.started(child) : attempt);
            }
        });
        rows.tasks().forEach(outputs::fetch);
        List<Task> tasks = rows.tasks().stream()
                .map(task -> ExecutionRows.task(
                        task,
                        attempts.getOrDefault(new TaskKey(task.executionId, task.nodePath, task.iteration), List.of())))
                .toList();
        return new ExecutionDetail(rows.execution(), ExecutionRows.payload(rows.row()), tasks);
    }

    ExecutionPage list(ExecutionFilter filter, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
        Optional<ExecutionId> after = cursor.map(ExecutionQueries::read);
        StringBuilder jpql = new StringBuilder("SELECT e FROM ExecutionRecord e WHERE 1 = 1");
        filter.workflowId().ifPresent(given -> jpql.append(" AND e.workflowId = :workflow"));
        filter.status().ifPresent(given -> jpql.append(" AND e.status = :status"));
        after.ifPresent(given -> jpql.append(" AND e.id < :after"));
        jpql.append(" ORDER BY e.id DESC");
        List<Execution> found = transactions.run(entities -> {
            TypedQuery<ExecutionRecord> query = entities.createQuery(jpql.toString(), ExecutionRecord.class);
            filter.workflowId().ifPresent(given -> query.setParameter("workflow", given.value()));
            filter.status().ifPresent(given -> query.setParameter("status", given.text()));
            after.ifPresent(given -> query.setParameter("after", given.value()));
            return linked(
                    entities,
                    query.setMaxResults(limit + 1)
                            .getResultStream()
                            .map(ExecutionRows::execution)
                            .toList());
        });
        if (found.size() <= limit) {
            return new ExecutionPage(found, Optional.empty());
        }
        List<Execution> page = found.subList(0, limit);
        return new ExecutionPage(page, Optional.of(write(page.get(limit - 1).id())));
    }

    /** How far the loops of the outermost graph are that have begun, in the order they did. Reads no task's output. */
    List<LoopProgress> loops(ExecutionId id) {
        return transactions.run(entities -> {
            Map<String, Map<String, Integer>> over = new HashMap<>();
            entities.createQuery(
                            "SELECT t.nodePath, t.status, COUNT(t.status) FROM TaskRecord t WHERE t.executionId = :id"
                                    + " AND t.nodeType = 'loop' AND t.iteration <> '' AND t.nodePath NOT LIKE '%/%'"
                                    + " GROUP BY t.nodePath, t.status",
                            Object[].class)
                    .setParameter("id", id.value())
                    .getResultList()
                    .forEach(row -> over.computeIfAbsent((String) row[0], first -> new HashMap<>())
                            .put((String) row[1], ((Number) row[2]).intValue()));
            return entities
                    .createQuery(
                            "SELECT t.nodePath, t.status, t.input FROM TaskRecord t WHERE t.executionId = :id"
                                    + " AND t.nodeType = 'loop' AND t.iteration = '' AND t.input IS NOT NULL"
                                    + " ORDER BY t.startedAt, t.nodePath",
                            Object[].class)
                    .setParameter("id", id.value())
                    .getResultList()
                    .stream()
                    .map(row -> progress(row, over.getOrDefault((String) row[0], Map.of())))
                    .toList();
        });
    }

    private static LoopProgress progress(Object[] row, Map<String, Integer> over) {
        int done = over.values().stream().mapToInt(Integer::intValue).sum();
        return new LoopProgress(
                NodePath.parse((String) row[0]),
                TaskStatus.parse((String) row[1]),
                ExecutionRows.items((String) row[2]),
                done,
                over.getOrDefault(TaskStatus.FAILED.text(), 0));
    }

    private static String write(ExecutionId last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((CURSOR + last).getBytes(StandardCharsets.US_ASCII));
    }

    private static ExecutionId read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(CURSOR) && ExecutionId.isWellFormed(text.substring(CURSOR.length()))) {
                return new ExecutionId(text.substring(CURSOR.length()));
            }
        } catch (IllegalArgumentException e) {
            // Not even Base64: answered below.
        }
        throw new FusciaException(ErrorCode.INVALID_REQUEST, "the cursor is not one that a listing gave");
    }
}
