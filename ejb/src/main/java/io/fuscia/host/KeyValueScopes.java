package io.fuscia.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuscia.storage.Transactions;
import java.time.Duration;

/** Who shares pairs with whom: the tasks of an execution do, in memory; a trigger has its own, stored. Thread-safe. */
public final class KeyValueScopes {
    /** Pairs of an execution that nobody released, because its end was taken over by another server, go after a day. */
    private final Cache<String, MemoryKeyValues> executions =
            Caffeine.newBuilder().expireAfterAccess(Duration.ofDays(1)).build();

    private final Transactions transactions;
    private final long limit;

    /** @param limit UTF-8 bytes of all pairs of one scope */
    public KeyValueScopes(Transactions transactions, long limit) {
        this.transactions = transactions;
        this.limit = limit;
    }

    KeyValues ofExecution(String executionId) {
        return executions.get(executionId, id -> new MemoryKeyValues(limit));
    }

    KeyValues ofTrigger(String workflowId, String nodeId) {
        return new StoredKeyValues(transactions, workflowId + "/" + nodeId, limit);
    }

    /** Forgets the pairs of an execution that ended. */
    public void release(String executionId) {
        executions.invalidate(executionId);
    }
}
