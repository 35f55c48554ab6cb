package io.fuscia.wit.benchmarks;

import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentFunction;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.InstanceLimits;
import java.nio.charset.StandardCharsets;
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

/**
 * A text of 1 MB there and back, through a guest that returns its argument untouched, beside the same work without a guest:
 * encode, copy in, copy out, decode.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextBenchmark {
    private static final int SIZE = 1 << 20;

    /** What the text is made of. */
    public enum Letters {
        /** One byte each. */
        ASCII("workflow "),
        /** One to four bytes each. */
        MIXED("Größe 重さ 😀 ");

        private final String sample;

        Letters(String sample) {
            this.sample = sample;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            int bytes = sample.getBytes(StandardCharsets.UTF_8).length;
            for (int left = SIZE; left >= bytes; left -= bytes) {
                text.append(sample);
            }
            return text.toString();
        }
    }

    /** What the text is made of. */
    @Param
    public Letters letters;

    private String text;
    private byte[] memory;
    private ComponentEngine engine;
    private ComponentInstance instance;
    private ComponentFunction execute;

    /** Makes the text and the instance. */
    @Setup
    public void start() {
        text = letters.text();
        memory = new byte[2 * SIZE];
        engine = Guests.eager();
        instance = engine.compile(Guests.bytes("text-echo")).instantiate(Guests.IMPORTS, InstanceLimits.DEFAULT);
        execute = instance.function(null, "echo");
        if (!text.equals(execute.call(text)) || !text.equals(baseline())) {
            throw new IllegalStateException("the text came back changed");
        }
    }

    /** Ends the engine's threads. */
    @TearDown
    public void close() {
        instance.close();
        engine.close();
    }

    /** Through the guest. */
    @Benchmark
    public Object echo() {
        return execute.call(text);
    }

    /** The same work without a guest. */
    @Benchmark
    public String baseline() {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, memory, 0, encoded.length);
        byte[] copied = new byte[encoded.length];
        System.arraycopy(memory, 0, copied, 0, copied.length);
        return new String(copied, StandardCharsets.UTF_8);
    }
}
