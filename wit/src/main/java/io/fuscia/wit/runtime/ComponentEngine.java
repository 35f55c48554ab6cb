package io.fuscia.wit.runtime;

import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.linking.FlatComponent;
import io.fuscia.wit.linking.Flattening;
import io.fuscia.wit.machine.CodeFolder;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.validation.ComponentValidator;
import io.fuscia.wit.validation.ValidatedComponent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles components and watches their deadlines. Create one per process, close it at the end; thread-safe. Owns two
 * daemon threads: the compiler and the watchdog.
 */
public final class ComponentEngine implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ComponentEngine.class.getName());

    /** An instance that is called often has its memories in one piece, as long as they take no more than this in all. */
    private static final long MEMORY_OF_REUSED = 64L << 20;

    private final EngineSettings settings;
    private final ComponentCache cache;
    private final Watchdog watchdog = new Watchdog();
    private final ReuseAllowance reuseAllowance = new ReuseAllowance(MEMORY_OF_REUSED);
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
        CompiledComponent component = new CompiledComponent(validated, flat, modules, watchdog, reuseAllowance);
        for (int i = 0; i < modules.size(); i++) {
            CoreModule module = modules.get(i);
            int number = i;
            switch (settings.compilation()) {
                case EAGER -> compile(wasm, module, number);
                case BACKGROUND -> compiler.submit(module, () -> compile(wasm, module, number));
                case INTERPRETER_ONLY -> {
                    // Modules are interpreted unless compiled.
                }
            }
        }
        return component;
    }

    private static void compile(byte[] wasm, CoreModule module, int number) {
        if (!module.compile()) {
            LOG.log(
                    Level.WARNING,
                    "core module {0} of component sha256:{1} stays interpreted, many times slower: {2}",
                    number,
                    ComponentCache.digest(wasm),
                    module.notCompiled().orElseThrow());
        }
    }

    /** Ends the engine's threads. Instances stay usable, but their deadlines are no longer watched. */
    @Override
    public void close() {
        compiler.close();
        watchdog.close();
    }
}
