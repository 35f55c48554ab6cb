package io.fuscia.host;

import io.fuscia.storage.Transactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Who shares pairs with whom: the tasks of an execution do, a trigger has its own. Those of a trigger are stored at each
 * change; those of an execution by whoever stores its results, see {@link #storing}. Thread-safe.
 */
public final class KeyValueScopes {
    private static final String READ = "SELECT pairs FROM execution_pairs WHERE execution_id = ?";

    private final Map<String, ExecutionPairs> executions = new ConcurrentHashMap<>();
    private final Transactions transactions;
    private final long limit;

    /** @param limit UTF-8 bytes of all pairs of one scope */
    public KeyValueScopes(Transactions transactions, long limit) {
        this.transactions = transactions;
        this.limit = limit;
    }

    /** What the tasks of an execution share. */
    public KeyValues ofExecution(String executionId) {
        return executions.computeIfAbsent(executionId, id -> new ExecutionPairs(() -> stored(id), limit));
    }

    KeyValues ofTrigger(String workflowId, String nodeId) {
        return new StoredKeyValues(transactions, workflowId + "/" + nodeId, limit);
    }

    private Optional<String> stored(String executionId) {
        return transactions.runSql(connection -> {
            try (PreparedStatement select = connection.prepareStatement(READ)) {
                select.setString(1, executionId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Calls the function with all pairs of an execution as JSON text if any changed since they were stored, else with
     * nothing, and takes the change for stored when it returns.
     */
    public <T> T storing(String executionId, Function<Optional<String>, T> store) {
        ExecutionPairs pairs = executions.get(executionId);
        return pairs == null ? store.apply(Optional.empty()) : pairs.storing(store);
    }

    /** Forgets the pairs of an execution that runs here no more; what is stored of them stays. */
    public void release(String executionId) {
        executions.remove(executionId);
    }
}
