package io.fuscia.wit.runtime;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How an engine compiles.
 *
 * @param compilation when core modules become Java bytecode
 * @param cacheWeightBytes how many bytes of component binaries may stay cached; 0 switches the cache off
 * @param codeFolder where compiled code is kept between runs, empty for nowhere; whoever can write there can run any Java
 *     code in this process
 * @param codeFolderBytes how many bytes of compiled code may be kept there
 */
public record EngineSettings(
        Compilation compilation, long cacheWeightBytes, Optional<Path> codeFolder, long codeFolderBytes) {
    /** When core modules become Java bytecode. */
    public enum Compilation {
        /** Calls start interpreted; new instances are compiled code as soon as the background thread is done. */
        BACKGROUND,
        /** {@link ComponentEngine#compile} returns when the bytecode is there. */
        EAGER,
        /** Never: everything is interpreted, and no folder is used. */
        INTERPRETER_ONLY
    }

    /** Background compilation, 256 MiB of cached components, nothing on disk. */
    public static final EngineSettings DEFAULT = new EngineSettings(Compilation.BACKGROUND, 256L << 20);

    /** Checks that nothing is negative. */
    public EngineSettings {
        Objects.requireNonNull(compilation, "compilation");
        Objects.requireNonNull(codeFolder, "codeFolder");
        if (cacheWeightBytes < 0) {
            throw new IllegalArgumentException("cacheWeightBytes must not be negative: " + cacheWeightBytes);
        }
        if (codeFolderBytes < 0) {
            throw new IllegalArgumentException("codeFolderBytes must not be negative: " + codeFolderBytes);
        }
    }

    /** Settings without a folder for compiled code. */
    public EngineSettings(Compilation compilation, long cacheWeightBytes) {
        this(compilation, cacheWeightBytes, Optional.empty(), 0);
    }

    /** Returns these settings with another compilation mode. */
    public EngineSettings withCompilation(Compilation mode) {
        return new EngineSettings(mode, cacheWeightBytes, codeFolder, codeFolderBytes);
    }

    /** Returns these settings with a folder for compiled code. */
    public EngineSettings withCodeFolder(Path folder, long maxBytes) {
        return new EngineSettings(compilation, cacheWeightBytes, Optional.of(folder), maxBytes);
    }
}
