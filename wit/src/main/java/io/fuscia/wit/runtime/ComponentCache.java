package io.fuscia.wit.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Compiled components by the digest of their bytes, the least recently used going first. Thread-safe. */
final class ComponentCache {
    private final long maxWeight;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    ComponentCache(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    private record Entry(CompletableFuture<CompiledComponent> component, long weight) {}

    /** Returns the component of these bytes; when several threads ask at once, one builds it and the others wait. */
    CompiledComponent get(byte[] wasm, Function<byte[], CompiledComponent> build) {
        if (wasm.length > maxWeight) {
            return build.apply(wasm);
        }
        String digest = digest(wasm);
        Entry created = null;
        Entry entry;
        synchronized (entries) {
            entry = entries.get(digest);
            if (entry == null) {
                created = new Entry(new CompletableFuture<>(), wasm.length);
                entry = created;
                entries.put(digest, entry);
                weight += entry.weight;
                evict();
            }
        }
        if (created != null) {
            fill(digest, created, wasm, build);
        }
        try {
            return entry.component.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void fill(String digest, Entry entry, byte[] wasm, Function<byte[], CompiledComponent> build) {
        try {
            // A copy: what was digested must be what is run.
            entry.component.complete(build.apply(wasm.clone()));
        } catch (RuntimeException | Error e) {
            synchronized (entries) {
                if (entries.remove(digest, entry)) {
                    weight -= entry.weight;
                }
            }
            entry.component.completeExceptionally(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void evict() {
        Iterator<Entry> eldest = entries.values().iterator();
        while (weight > maxWeight && eldest.hasNext()) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }

    static String digest(byte[] wasm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wasm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
