package io.fuscia.wit.benchmarks;

import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.EngineSettings.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From bytes to a component that can be called. Single shots: the first is what a process pays that has just started
 * (cold), the last ones are warm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 20)
public class CompileBenchmark {
    /** A test guest's name or a component's path. */
    @Param("rust-task")
    public String guest;

    private byte[] wasm;
    private Path folder;

    /** Fills a folder with compiled code. */
    @Setup
    public void fill() throws IOException {
        wasm = Guests.bytes(guest);
        folder = Files.createTempDirectory("fuscia-code");
    }

    /** Removes the folder. */
    @TearDown
    public void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    /** Decode, validate, link: after that, calls are interpreted. */
    @Benchmark
    public CompiledComponent parse() {
        return compile(new EngineSettings(Compilation.INTERPRETER_ONLY, 0));
    }

    /** And compile. */
    @Benchmark
    public CompiledComponent compile() {
        return compile(new EngineSettings(Compilation.EAGER, 0));
    }

    /** With compiled code on disk, but for the first shot, which puts it there. */
    @Benchmark
    public CompiledComponent fromDisk() {
        return compile(new EngineSettings(Compilation.EAGER, 0).withCodeFolder(folder, 1L << 30));
    }

    private CompiledComponent compile(EngineSettings settings) {
        try (ComponentEngine engine = new ComponentEngine(settings)) {
            return engine.compile(wasm);
        }
    }
}
