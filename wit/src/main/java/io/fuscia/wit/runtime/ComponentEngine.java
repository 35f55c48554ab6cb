package io.fuscia.wit.runtime;

/**
 * Compiles components and watches their deadlines. Create one per process, close it at the end; thread-safe. Owns two
 * daemon threads: the compiler and the watchdog.
 */
public final class ComponentEngine implements AutoCloseable {
    /** An engine with the default settings. */
    public ComponentEngine() {
        this(EngineSettings.DEFAULT);
    }

    public ComponentEngine(EngineSettings settings) {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes, validates and links a component; the same bytes are compiled only once while they are cached.
     *
     * @throws io.fuscia.wit.MalformedComponentException if the bytes are not a component
     * @throws io.fuscia.wit.InvalidComponentException if they are, but not a valid one
     */
    public CompiledComponent compile(byte[] wasm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
