package io.fuscia.wit.runtime;

import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.linking.FlatComponent;
import io.fuscia.wit.linking.Flattening;
import io.fuscia.wit.machine.CodeFolder;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.validation.ComponentValidator;
import io.fuscia.wit.validation.ValidatedComponent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles components and watches their deadlines. Create one per process, close it at the end; thread-safe. Owns two
 * daemon threads: the compiler and the watchdog.
 */
public final class ComponentEngine implements AutoCloseable {
    private final EngineSettings settings;
    private final ComponentCache cache;
    private final Watchdog watchdog = new Watchdog();
    private final Optional<CodeFolder> codeFolder;
    private final BackgroundCompiler compiler = new BackgroundCompiler();

    /** An engine with the default settings. */
    public ComponentEngine() {
        this(EngineSettings.DEFAULT);
    }

    /**
     * An engine with these settings.
     *
     * @throws java.io.UncheckedIOException if the folder for compiled code cannot be made
     */
    public ComponentEngine(EngineSettings settings) {
        this.settings = settings;
        this.cache = new ComponentCache(settings.cacheWeightBytes());
        this.codeFolder = settings.compilation() == EngineSettings.Compilation.INTERPRETER_ONLY
                ? Optional.empty()
                : settings.codeFolder()
                        .map(folder -> new CodeFolder(folder, settings.codeFolderBytes(), Clock.systemUTC()));
    }

    /**
     * Decodes, validates and links a component; the same bytes are compiled only once while they are cached.
     *
     * @throws io.fuscia.wit.MalformedComponentException if the bytes are not a component
     * @throws io.fuscia.wit.InvalidComponentException if they are, but not a valid one
     * @throws io.fuscia.wit.UnlinkableComponentException if it is valid, but imports what no host can give
     */
    public CompiledComponent compile(byte[] wasm) {
        return cache.get(wasm, this::build);
    }

    private CompiledComponent build(byte[] wasm) {
        ParsedModules parsed = new ParsedModules(codeFolder);
        ValidatedComponent validated = ComponentValidator.validate(ComponentDecoder.decode(wasm), parsed);
        FlatComponent flat = Flattening.flatten(validated);
        List<CoreModule> modules = new ArrayList<>();
        for (ByteRange module : flat.modules()) {
            modules.add(parsed.get(module));
        }
        CompiledComponent component = new CompiledComponent(validated, flat, modules, watchdog);
        switch (settings.compilation()) {
            case EAGER -> modules.forEach(CoreModule::compile);
            case BACKGROUND -> modules.forEach(compiler::submit);
            case INTERPRETER_ONLY -> {
                // Modules are interpreted unless compiled.
            }
        }
        return component;
    }

    /** Ends the engine's threads. Instances stay usable, but their deadlines are no longer watched. */
    @Override
    public void close() {
        compiler.close();
        watchdog.close();
    }
}
