package io.fuscia.host;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The pairs of one workflow execution: seen by all of its tasks at once, stored with the next result, read when a task
 * first asks for one. Thread-safe.
 */
final class ExecutionPairs implements KeyValues {
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Supplier<Optional<String>> stored;
    private final long limit;
    private final Object storing = new Object();
    /** Null until they were read. */
    private Map<String, String> pairs;

    private long bytes;
    private long changes;
    private long changesStored;

    /**
     * @param stored what is stored of them, as {@link #storing} gave it
     * @param limit UTF-8 bytes of all keys and values
     */
    ExecutionPairs(Supplier<Optional<String>> stored, long limit) {
        this.stored = stored;
        this.limit = limit;
    }

    @Override
    public synchronized Optional<String> get(String key) {
        return Optional.ofNullable(pairs().get(key));
    }

    @Override
    public synchronized void set(String key, String value) {
        String before = pairs().get(key);
        long after = bytes - weight(key, before) + weight(key, value);
        if (after > limit) {
            throw new HostLimit(
                    HostLimit.Which.KV_BYTES, "the key-value pairs of an execution may have " + limit + " bytes");
        }
        pairs.put(key, value);
        bytes = after;
        changes++;
    }

    @Override
    public synchronized void delete(String key) {
        String before = pairs().remove(key);
        if (before != null) {
            bytes -= weight(key, before);
            changes++;
        }
    }

    private Map<String, String> pairs() {
        if (pairs == null) {
            Map<String, String> read = stored.get().map(ExecutionPairs::read).orElseGet(TreeMap::new);
            bytes = read.entrySet().stream()
                    .mapToLong(pair -> weight(pair.getKey(), pair.getValue()))
                    .sum();
            pairs = read;
        }
        return pairs;
    }

    /** See {@link KeyValueScopes#storing}. */
    <T> T storing(Function<Optional<String>, T> store) {
        if (!isChanged()) {
            return store.apply(Optional.empty());
        }
        // Who comes meanwhile waits: its own change may be on its way, and an older state must not come after a newer.
        synchronized (storing) {
            Optional<String> text;
            long upTo;
            synchronized (this) {
                upTo = changes;
                text = changes == changesStored ? Optional.empty() : Optional.of(text());
            }
            T result = store.apply(text);
            synchronized (this) {
                changesStored = upTo;
            }
            return result;
        }
    }

    private synchronized boolean isChanged() {
        return changes != changesStored;
    }

    private String text() {
        var object = JSON.createObjectBuilder();
        pairs.forEach(object::add);
        return object.build().toString();
    }

    private static Map<String, String> read(String text) {
        Map<String, String> read = new TreeMap<>();
        try (var reader = JSON.createReader(new StringReader(text))) {
            JsonObject object = reader.readObject();
            object.forEach((key, value) -> read.put(key, ((JsonString) value).getString()));
        }
        return read;
    }

    /** What a pair counts; nothing if it is absent. */
    static long weight(String key, String value) {
        return value == null ? 0 : length(key) + length(value);
    }

    private static long length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
