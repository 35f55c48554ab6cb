package io.fuscia.host;

import io.fuscia.storage.Transactions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who shares pairs with whom: the tasks of an execution do, in memory; a trigger has its own, stored. Thread-safe. */
public final class KeyValueScopes {
    private final Map<String, MemoryKeyValues> executions = new ConcurrentHashMap<>();
    private final Transactions transactions;
    private final long limit;

    /** @param limit UTF-8 bytes of all pairs of one scope */
    public KeyValueScopes(Transactions transactions, long limit) {
        this.transactions = transactions;
        this.limit = limit;
    }

    KeyValues ofExecution(String executionId) {
        return executions.computeIfAbsent(executionId, id -> new MemoryKeyValues(limit));
    }

    KeyValues ofTrigger(String workflowId, String nodeId) {
        return new StoredKeyValues(transactions, workflowId + "/" + nodeId, limit);
    }

    /** Forgets the pairs of an execution that ended; must be called for every one. */
    public void release(String executionId) {
        executions.remove(executionId);
    }
}
