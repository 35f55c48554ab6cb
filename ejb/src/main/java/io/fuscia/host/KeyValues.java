package io.fuscia.host;

import java.util.Optional;

/** The pairs that a component sees through {@code fuscia:kv}. Thread-safe. */
public interface KeyValues {
    /** The value, empty if there is none. */
    Optional<String> get(String key);

    /** Sets or replaces a value. */
    void set(String key, String value);

    /** Removes a pair, if it is there. */
    void delete(String key);
}
