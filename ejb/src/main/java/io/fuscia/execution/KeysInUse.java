package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The idempotency keys of requests that are under way on this server. Two servers, or two requests that slip through, are
 * told apart by the database: it takes a key once. Thread-safe.
 */
public final class KeysInUse {
    private record Key(String scope, String key) {}

    private final Set<Key> keys = ConcurrentHashMap.newKeySet();

    /**
     * Does the work if no other request with the key is under way.
     *
     * @throws FusciaException {@code IDEMPOTENCY_KEY_IN_USE} if another request with the key has not been answered
     */
    public <T> T whileUsing(String scope, String text, Supplier<T> work) {
        Key key = new Key(scope, text);
        if (!keys.add(key)) {
            throw new FusciaException(
                    ErrorCode.IDEMPOTENCY_KEY_IN_USE, "a request with the same idempotency key is under way");
        }
        try {
            return work.get();
        } finally {
            keys.remove(key);
        }
    }
}
