package io.fuscia.execution;

import io.fuscia.storage.PageCursor;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads executions for those who look at them. Thread-safe. */
final class ExecutionQueries {
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

    /**
     * With the tasks that have a row: those of the outermost graph, in no particular order, then those inside loops.
     *
     * @param mostInner at most so many of those inside loops
     */
    Optional<ExecutionDetail> detail(ExecutionId id, int mostInner) {
        record Found(
                ExecutionRecord row,
                Execution execution,
                Map<ParentTask, ExecutionId> children,
                Rows outer,
                Rows inner) {}
        return transactions
                .run(entities -> Optional.ofNullable(entities.find(ExecutionRecord.class, id.value()))
                        .map(row -> new Found(
                                row,
                                linked(entities, List.of(ExecutionRows.execution(row)))
                                        .get(0),
                                SubExecutions.children(entities, id),
                                outer(entities, id),
                                inner(entities, id, TaskCursor.START, mostInner))))
                .map(found -> {
                    List<Task> tasks = new ArrayList<>(tasks(found.outer(), found.children()));
                    tasks.addAll(tasks(found.inner(), found.children()));
                    return new ExecutionDetail(
                            found.execution(),
                            ExecutionRows.payload(found.row()),
                            tasks,
                            found.inner().next());
                });
    }

    /** A page of the tasks inside loops. The execution may be unknown: then there are none. */
    TaskPage tasks(ExecutionId id, Optional<String> cursor, int limit) {
        PageCursor.checkLimit(limit);
        TaskCursor after = cursor.map(TaskCursor::read).orElse(TaskCursor.START);
        record Found(Map<ParentTask, ExecutionId> children, Rows rows) {}
        Found found = transactions.run(
                entities -> new Found(SubExecutions.children(entities, id), inner(entities, id, after, limit)));
        return new TaskPage(tasks(found.rows(), found.children()), found.rows().next());
    }

    private record Rows(List<TaskRecord> tasks, List<AttemptRecord> attempts, Optional<String> next) {}

    private static Rows outer(EntityManager entities, ExecutionId id) {
        return new Rows(
                entities.createQuery(
                                "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.iteration = ''",
                                TaskRecord.class)
                        .setParameter("id", id.value())
                        .getResultList(),
                entities.createQuery(
                                "SELECT a FROM AttemptRecord a WHERE a.executionId = :id AND a.iteration = ''"
                                        + " ORDER BY a.number",
                                AttemptRecord.class)
                        .setParameter("id", id.value())
                        .getResultList(),
                Optional.empty());
    }

    private static Rows inner(EntityManager entities, ExecutionId id, TaskCursor after, int most) {
        TypedQuery<TaskRecord> query = entities.createQuery(
                        "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.iteration <> ''"
                                + " AND t.nodePath >= :path AND (t.nodePath > :path OR t.iteration > :iteration)"
                                + " ORDER BY t.nodePath, t.iteration",
                        TaskRecord.class)
                .setParameter("id", id.value())
                .setParameter("path", after.nodePath())
                .setParameter("iteration", after.iteration());
        boolean all = most == Integer.MAX_VALUE;
        List<TaskRecord> found =
                all ? query.getResultList() : query.setMaxResults(most + 1).getResultList();
        boolean more = !all && found.size() > most;
        List<TaskRecord> tasks = more ? found.subList(0, most) : found;
        if (tasks.isEmpty()) {
            Optional<String> next = more ? Optional.of(after.text()) : Optional.empty();
            return new Rows(tasks, List.of(), next);
        }
        TaskCursor last = TaskCursor.at(tasks.get(tasks.size() - 1));
        List<AttemptRecord> attempts = entities.createQuery(
                        "SELECT a FROM AttemptRecord a WHERE a.executionId = :id AND a.iteration <> ''"
                                + " AND a.nodePath >= :path AND (a.nodePath > :path OR a.iteration > :iteration)"
                                + " AND a.nodePath <= :lastPath"
                                + " AND (a.nodePath < :lastPath OR a.iteration <= :lastIteration) ORDER BY a.number",
                        AttemptRecord.class)
                .setParameter("id", id.value())
                .setParameter("path", after.nodePath())
                .setParameter("iteration", after.iteration())
                .setParameter("lastPath", last.nodePath())
                .setParameter("lastIteration", last.iteration())
                .getResultList();
        return new Rows(tasks, attempts, more ? Optional.of(last.text()) : Optional.empty());
    }

    private List<Task> tasks(Rows rows, Map<ParentTask, ExecutionId> children) {
        Map<TaskKey, List<Attempt>> attempts = new HashMap<>();
        rows.attempts().forEach(attempt -> attempts.computeIfAbsent(
                        new TaskKey(attempt.executionId, attempt.nodePath, attempt.iteration),
                        first -> new ArrayList<>())
                .add(ExecutionRows.attempt(attempt)));
        children.forEach((call, child) -> {
            List<Attempt> made = attempts.get(new TaskKey(
                    call.execution().value(),
                    call.node().toString(),
                    call.iteration().toString()));
            if (made != null) {
                made.replaceAll(attempt -> attempt.number() == call.attempt() ? attempt.started(child) : attempt);
            }
        });
        rows.tasks().forEach(outputs::fetch);
        return rows.tasks().stream()
                .map(task -> ExecutionRows.task(
                        task,
                        ExecutionRows.attempts(
                                task,
                                attempts.getOrDefault(
                                        new TaskKey(task.executionId, task.nodePath, task.iteration), List.of()))))
                .toList();
    }

    ExecutionPage list(ExecutionFilter filter, Optional<String> cursor, int limit) {
        PageCursor.checkLimit(limit);
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
            List<Object[]> loops = entities.createQuery(
                            "SELECT t.nodePath, t.status, t.input FROM TaskRecord t WHERE t.executionId = :id"
                                    + " AND t.nodeType = 'loop' AND t.iteration = '' AND t.input IS NOT NULL"
                                    + " ORDER BY t.startedAt, t.nodePath",
                            Object[].class)
                    .setParameter("id", id.value())
                    .getResultList();
            return loops.stream()
                    .map(row -> progress(row, over(entities, id, (String) row[0])))
                    .toList();
        });
    }

    /** How many iterations of a loop ended how. */
    private static Map<String, Integer> over(EntityManager entities, ExecutionId id, String loop) {
        Map<String, Integer> over = new HashMap<>();
        entities.createQuery(
                        "SELECT t.status, COUNT(t.status) FROM TaskRecord t WHERE t.executionId = :id"
                                + " AND t.nodePath = :loop AND t.iteration <> '' GROUP BY t.status",
                        Object[].class)
                .setParameter("id", id.value())
                .setParameter("loop", loop)
                .getResultList()
                .forEach(row -> over.put((String) row[0], ((Number) row[1]).intValue()));
        return over;
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
        return PageCursor.write(CURSOR + last);
    }

    private static ExecutionId read(String cursor) {
        return PageCursor.read(cursor, place -> Optional.of(place)
                .filter(text -> text.startsWith(CURSOR))
                .map(text -> text.substring(CURSOR.length()))
                .filter(ExecutionId::isWellFormed)
                .map(ExecutionId::new));
    }
}
