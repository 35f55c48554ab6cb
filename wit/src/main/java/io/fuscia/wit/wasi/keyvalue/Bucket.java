package io.fuscia.wit.wasi.keyvalue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Pairs that a guest was granted. Thread-safe if it is shared. */
public interface Bucket {
    /** Returns the value, empty if there is none. */
    Optional<byte[]> get(String key) throws IOException;

    /** Sets or replaces a value. */
    void set(String key, byte[] value) throws IOException;

    /** Removes a pair, if it is there. */
    void delete(String key) throws IOException;

    /** Returns the keys in an order that stays the same, after the given one or from the first. */
    List<String> keys(Optional<String> after) throws IOException;

    /** Adds to a number in decimal digits, absent ones counting as 0, in one step; returns the sum. */
    long increment(String key, long delta) throws IOException;

    /**
     * Sets a value if the one before still is what the caller saw, in one step.
     *
     * @param expected the value that the caller saw, empty for none
     * @return whether it was, and the value is set
     */
    boolean replace(String key, Optional<byte[]> expected, byte[] value) throws IOException;
}
