package io.fuscia.wit.runtime;

import java.util.Optional;

/**
 * A running component. Use it from one thread at a time; only {@link #cancel} may be called from anywhere. After a trap
 * it is poisoned: every later call traps with {@link io.fuscia.wit.TrapCode#POISONED}.
 */
public final class ComponentInstance implements AutoCloseable {
    ComponentInstance() {}

    /**
     * Returns an exported function.
     *
     * @param instance exported instance, such as {@code fuscia:task/task@0.1.0} (a semver-compatible version is found
     *     too), or null for a function that the component exports itself
     * @param name function name, such as {@code execute}
     * @throws java.util.NoSuchElementException if there is none
     */
    public ComponentFunction function(String instance, String name) {
        return findFunction(instance, name).orElseThrow();
    }

    /** Returns an exported function, empty if there is none; see {@link #function}. */
    public Optional<ComponentFunction> findFunction(String instance, String name) {
        throw new UnsupportedOperationException();
    }

    /** Stops the call that is running, if any; from any thread. The instance is poisoned. */
    public void cancel() {}

    /** Ends the instance: host resources that it still owns are destroyed. Guest code does not run. */
    @Override
    public void close() {}
}
