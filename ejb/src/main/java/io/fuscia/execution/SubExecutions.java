package io.fuscia.execution;

import io.fuscia.input.NodeId;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows that link executions to the tasks that started them. One row per attempt of a calling task, written with the
 * execution in one transaction, so that no crash can start it twice or lose it. Thread-safe.
 */
final class SubExecutions {
    private static final String OPEN = "('pending', 'running', 'paused')";

    private final Transactions transactions;

    SubExecutions(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Links a stored execution; inside the transaction that stored it. */
    static void link(EntityManager entities, ExecutionId child, ParentTask parent) {
        entities.createNativeQuery("INSERT INTO sub_execution (execution_id, parent_execution_id, node_path, iteration,"
                        + " attempt) VALUES (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, child.value())
                .setParameter(2, parent.execution().value())
                .setParameter(3, parent.node().toString())
                .setParameter(4, parent.iteration().toString())
                .setParameter(5, parent.attempt())
                .executeUpdate();
    }

    /** Who started these executions; those that were started from outside are left out. */
    static Map<ExecutionId, ParentTask> parents(EntityManager entities, Collection<ExecutionId> children) {
        Map<ExecutionId, ParentTask> parents = new HashMap<>();
        if (children.isEmpty()) {
            return parents;
        }
        List<ExecutionId> asked = List.copyOf(children);
        String places = IntStream.rangeClosed(1, asked.size())
                .mapToObj(number -> "?" + number)
                .collect(Collectors.joining(", "));
        var query = entities.createNativeQuery("SELECT execution_id, parent_execution_id, node_path, iteration, attempt"
                + " FROM sub_execution WHERE execution_id IN (" + places + ")");
        for (int i = 0; i < asked.size(); i++) {
            query.setParameter(i + 1, asked.get(i).value());
        }
        for (Object found : query.getResultList()) {
            Object[] row = (Object[]) found;
            parents.put(new ExecutionId((String) row[0]), parent((String) row[1], row, 2));
        }
        return parents;
    }

    private static ParentTask parent(String execution, Object[] row, int at) {
        return new ParentTask(
                new ExecutionId(execution),
                NodePath.parse((String) row[at]),
                Iteration.parse((String) row[at + 1]),
                ((Number) row[at + 2]).intValue());
    }

    /** What the attempts of an execution's tasks started. */
    static Map<ParentTask, ExecutionId> children(EntityManager entities, ExecutionId parent) {
        Map<ParentTask, ExecutionId> children = new HashMap<>();
        for (Object found : entities.createNativeQuery("SELECT execution_id, node_path, iteration, attempt"
                        + " FROM sub_execution WHERE parent_execution_id = ?1")
                .setParameter(1, parent.value())
                .getResultList()) {
            Object[] row = (Object[]) found;
            children.put(parent(parent.value(), row, 1), new ExecutionId((String) row[0]));
        }
        return children;
    }

    /** Whether any execution that this one called completed with errors. */
    static boolean hadErrors(EntityManager entities, ExecutionId parent) {
        Object count = entities.createNativeQuery("SELECT COUNT(*) FROM sub_execution s"
                        + " JOIN execution e ON e.execution_id = s.execution_id"
                        + " WHERE s.parent_execution_id = ?1 AND e.status = 'completed_with_errors'")
                .setParameter(1, parent.value())
                .getSingleResult();
        return ((Number) count).longValue() > 0;
    }

    /** The execution that an attempt started; empty if it started none, or if it was deleted since. */
    Optional<Execution> child(ParentTask parent) {
        return transactions.run(entities -> {
            List<?> found = entities.createNativeQuery("SELECT execution_id FROM sub_execution"
                            + " WHERE parent_execution_id = ?1 AND node_path = ?2 AND iteration = ?3 AND attempt = ?4")
                    .setParameter(1, parent.execution().value())
                    .setParameter(2, parent.node().toString())
                    .setParameter(3, parent.iteration().toString())
                    .setParameter(4, parent.attempt())
                    .getResultList();
            return found.stream()
                    .findFirst()
                    .map(id -> ExecutionRows.execution(entities.find(ExecutionRecord.class, id)));
        });
    }

    /** The outputs of those of these nodes that gave one. */
    Map<NodeId, JsonValue> outputs(ExecutionId id, List<NodeId> nodes) {
        return transactions.run(entities -> {
            Map<NodeId, JsonValue> outputs = new HashMap<>();
            for (NodeId node : nodes) {
                TaskRecord row = entities.find(
                        TaskRecord.class, new TaskKey(id.value(), node.value(), Iteration.NONE.toString()));
                if (row != null) {
                    ExecutionRows.result(row).output().ifPresent(output -> outputs.put(node, output));
                }
            }
            return outputs;
        });
    }

    /** Executions that tasks of this one started and that are not over. */
    List<ExecutionId> open(ExecutionId parent) {
        return ids(
                "SELECT s.execution_id FROM sub_execution s JOIN execution e ON e.execution_id = s.execution_id"
                        + " WHERE s.parent_execution_id = ?1 AND e.status IN " + OPEN,
                parent.value());
    }

    /** The same, only those of a node, or of nodes inside it, in an iteration or inside it. */
    List<ExecutionId> open(ExecutionId parent, NodePath node, Iteration iteration) {
        List<?> found = transactions.run(entities -> entities.createNativeQuery(
                        "SELECT s.execution_id, s.node_path, s.iteration, s.attempt FROM sub_execution s"
                                + " JOIN execution e ON e.execution_id = s.execution_id"
                                + " WHERE s.parent_execution_id = ?1 AND e.status IN " + OPEN)
                .setParameter(1, parent.value())
                .getResultList());
        List<ExecutionId> below = new ArrayList<>();
        for (Object each : found) {
            Object[] row = (Object[]) each;
            ParentTask link = parent(parent.value(), row, 1);
            if (startsWith(link.node().ids(), node.ids())
                    && startsWith(link.iteration().indices(), iteration.indices())) {
                below.add(new ExecutionId((String) row[0]));
            }
        }
        return below;
    }

    private static boolean startsWith(List<?> whole, List<?> start) {
        return whole.size() >= start.size() && whole.subList(0, start.size()).equals(start);
    }

    /** Executions of this owner that go on although the one that started them is over. */
    List<ExecutionId> orphans(String owner) {
        return ids(
                "SELECT e.execution_id FROM execution e JOIN sub_execution s ON s.execution_id = e.execution_id"
                        + " JOIN execution p ON p.execution_id = s.parent_execution_id"
                        + " WHERE e.owner = ?1 AND e.status IN " + OPEN
                        + " AND e.cancel_requested_at IS NULL AND p.ended_at IS NOT NULL",
                owner);
    }

    private List<ExecutionId> ids(String sql, String parameter) {
        List<?> found = transactions.run(entities ->
                entities.createNativeQuery(sql).setParameter(1, parameter).getResultList());
        return found.stream().map(id -> new ExecutionId((String) id)).toList();
    }
}
