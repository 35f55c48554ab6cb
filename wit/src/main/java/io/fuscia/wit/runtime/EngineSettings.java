package io.fuscia.wit.runtime;

/**
 * How an engine compiles.
 *
 * @param compilation when core modules become Java bytecode
 * @param cacheWeightBytes how many bytes of component binaries may stay cached; 0 switches the cache off
 */
public record EngineSettings(Compilation compilation, long cacheWeightBytes) {
    /** When core modules become Java bytecode. */
    public enum Compilation {
        /** Calls start interpreted; new instances are compiled code as soon as the background thread is done. */
        BACKGROUND,
        /** {@link ComponentEngine#compile} returns when the bytecode is there. */
        EAGER,
        /** Never: everything is interpreted. */
        INTERPRETER_ONLY
    }

    /** Background compilation and 256 MiB of cached components. */
    public static final EngineSettings DEFAULT = new EngineSettings(Compilation.BACKGROUND, 256L << 20);

    /** Checks that the weight is not negative. */
    public EngineSettings {
        if (cacheWeightBytes < 0) {
            throw new IllegalArgumentException("cacheWeightBytes must not be negative: " + cacheWeightBytes);
        }
    }

    /** Returns these settings with another compilation mode. */
    public EngineSettings withCompilation(Compilation mode) {
        return new EngineSettings(mode, cacheWeightBytes);
    }
}
