package io.fuscia.host;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pairs of one workflow execution: seen by all of its tasks, gone with it. */
final class MemoryKeyValues implements KeyValues {
    private final Map<String, String> pairs = new HashMap<>();
    private final long limit;
    private long bytes;

    /** @param limit UTF-8 bytes of all keys and values */
    MemoryKeyValues(long limit) {
        this.limit = limit;
    }

    @Override
    public synchronized Optional<String> get(String key) {
        return Optional.ofNullable(pairs.get(key));
    }

    @Override
    public synchronized void set(String key, String value) {
        String before = pairs.get(key);
        long after = bytes - weight(key, before) + weight(key, value);
        if (after > limit) {
            throw new HostLimit(
                    HostLimit.Which.KV_BYTES, "the key-value pairs of an execution may have " + limit + " bytes");
        }
        pairs.put(key, value);
        bytes = after;
    }

    @Override
    public synchronized void delete(String key) {
        bytes -= weight(key, pairs.remove(key));
    }

    /** What a pair counts; nothing if it is absent. */
    static long weight(String key, String value) {
        return value == null ? 0 : length(key) + length(value);
    }

    private static long length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
