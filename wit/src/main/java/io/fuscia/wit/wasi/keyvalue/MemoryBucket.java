package io.fuscia.wit.wasi.keyvalue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Pairs in memory, up to a number of bytes. Thread-safe. */
public final class MemoryBucket implements Bucket {
    private static final int PAGE = 1_000;

    private final NavigableMap<String, byte[]> pairs = new TreeMap<>();
    private long left;

    /** @param limit UTF-8 bytes of keys and bytes of values */
    public MemoryBucket(long limit) {
        this.left = limit;
    }

    @Override
    public synchronized Optional<byte[]> get(String key) {
        return Optional.ofNullable(pairs.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized void set(String key, byte[] value) throws IOException {
        long after = left + weight(key, pairs.get(key)) - weight(key, value);
        if (after < 0) {
            throw new IOException("the bucket is full");
        }
        pairs.put(key, value.clone());
        left = after;
    }

    @Override
    public synchronized void delete(String key) {
        left += weight(key, pairs.remove(key));
    }

    @Override
    public synchronized List<String> keys(Optional<String> after) {
        NavigableMap<String, byte[]> rest = after.isPresent() ? pairs.tailMap(after.get(), false) : pairs;
        return rest.keySet().stream().limit(PAGE).toList();
    }

    @Override
    public synchronized long increment(String key, long delta) throws IOException {
        byte[] before = pairs.get(key);
        try {
            long value = before == null ? 0 : Long.parseLong(new String(before, StandardCharsets.US_ASCII));
            long sum = Math.addExact(value, delta);
            set(key, Long.toString(sum).getBytes(StandardCharsets.US_ASCII));
            return sum;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException("the value of " + key + " is no number, or gets too large", e);
        }
    }

    @Override
    public synchronized boolean replace(String key, Optional<byte[]> expected, byte[] value) throws IOException {
        if (!Arrays.equals(pairs.get(key), expected.orElse(null))) {
            return false;
        }
        set(key, value);
        return true;
    }

    private static long weight(String key, byte[] value) {
        return value == null ? 0 : key.getBytes(StandardCharsets.UTF_8).length + (long) value.length;
    }
}
