package io.fuscia.wit.benchmarks;

import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentFunction;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.wasi.WasiContext;
import java.util.concurrent.TimeUnit;
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

/** A task's call that echoes a small JSON text, on a fresh instance and on one that is used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CallBenchmark {
    private static final String DATA = "{\"op\":\"echo\",\"text\":\"hello\"}";

    /** A test guest's name or a component's path. */
    @Param("rust-task")
    public String guest;

    private ComponentEngine engine;
    private CompiledComponent component;
    private WasiContext wasi;
    private ComponentInstance used;
    private ComponentFunction execute;

    /** Compiles, and makes the instance that is used again. */
    @Setup
    public void compile() {
        engine = Guests.eager();
        component = engine.compile(Guests.bytes(guest));
        wasi = WasiContext.builder().build();
        used = component.instantiate(Guests.IMPORTS, InstanceLimits.DEFAULT, wasi);
        execute = used.function("fuscia:task/task@0.1.0", "execute");
    }

    /** Ends the engine's threads. */
    @TearDown
    public void close() {
        used.close();
        wasi.close();
        engine.close();
    }

    /** Instantiate, look the function up, call, close. */
    @Benchmark
    public Object freshInstance() {
        try (ComponentInstance instance = component.instantiate(Guests.IMPORTS, InstanceLimits.DEFAULT, wasi)) {
            return Guests.execute(instance, DATA);
        }
    }

    /** Only the call. */
    @Benchmark
    public Object reusedInstance() {
        return execute.call(Guests.CONTEXT, DATA);
    }
}
