package io.fuscia.wit.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.generator.made.test.bindings.Counters;
import io.fuscia.wit.generator.made.test.bindings.Values;
import io.fuscia.wit.generator.made.test.bindings.echo.Echo;
import io.fuscia.wit.runtime.CallOptions;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bindings of {@code src/test/wit}, made by the build, between a host and a component that hands values back. */
class GeneratedBindingTest {
    private final List<Object> seen = new ArrayList<>();
    private final List<HostCounter> dropped = new ArrayList<>();
    private ComponentEngine engine;
    private ComponentInstance instance;
    private io.fuscia.wit.generator.made.test.bindings.exports.Values guest;

    /** Remembers what it was given, so that a test knows that values really came through. */
    private final class Remembering implements Values {
        private <T> T remember(T value) {
            seen.add(value);
            return value;
        }

        @Override
        public Point echoPoint(HostCall call, Point v) {
            return remember(v);
        }

        @Override
        public Shape echoShape(HostCall call, Shape v) {
            return remember(v);
        }

        @Override
        public Color echoColor(HostCall call, Color v) {
            return remember(v);
        }

        @Override
        public Set<Rights> echoRights(HostCall call, Set<Rights> v) {
            return remember(v);
        }

        @Override
        public Tuple.Of2<String, byte[]> echoPair(HostCall call, Tuple.Of2<String, byte[]> v) {
            return remember(v);
        }

        @Override
        public Optional<Optional<Color>> echoNested(HostCall call, Optional<Optional<Color>> v) {
            return remember(v);
        }

        @Override
        public Result<Shape, Color> echoResult(HostCall call, Result<Shape, Color> v) {
            return remember(v);
        }

        @Override
        public Result<Void, Void> echoBare(HostCall call, Result<Void, Void> v) {
            return remember(v);
        }

        @Override
        public List<Point> echoPoints(HostCall call, List<Point> v) {
            return remember(v);
        }
    }

    private final class HostCounter implements Counters.Counter {
        private long value;

        private HostCounter(long start) {
            value = start;
        }

        @Override
        public long next(HostCall call) {
            value++;
            return value;
        }

        @Override
        public void drop() {
            dropped.add(this);
        }
    }

    private final class Counting implements Counters {
        @Override
        public Counter newCounter(HostCall call, long start) {
            return new HostCounter(start);
        }

        @Override
        public long counterSum(HostCall call, Counter a, Counter b) {
            return ((HostCounter) a).value + ((HostCounter) b).value;
        }

        @Override
        public long dropped(HostCall call) {
            return dropped.size();
        }
    }

    @BeforeEach
    void start() throws IOException {
        HostImports.Builder imports = HostImports.builder();
        Values.addTo(imports, new Remembering());
        Counters.addTo(imports, new Counting());
        Echo.addTo(imports, (call, name) -> "Hello " + name + ", " + call.attachment(String.class));
        engine = new ComponentEngine(
                EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));
        try (InputStream component = getClass().getResourceAsStream("/bindings/echo.wasm")) {
            instance = engine.compile(component.readAllBytes())
                    .instantiate(imports.build(), InstanceLimits.DEFAULT, "how are you?");
        }
        guest = io.fuscia.wit.generator.made.test.bindings.exports.Values.of(instance);
    }

    @AfterEach
    void close() {
        instance.close();
        engine.close();
    }

    private static io.fuscia.wit.generator.made.test.bindings.exports.Values.Point point(int x, double y) {
        return new io.fuscia.wit.generator.made.test.bindings.exports.Values.Point(x, y);
    }

    @Test
    void recordsAndListsOfThemComeBack() {
        assertThat(guest.echoPoint(point(-7, 0.5))).isEqualTo(point(-7, 0.5));
        assertThat(guest.echoPoints(List.of(point(1, 2), point(3, Double.POSITIVE_INFINITY))))
                .containsExactly(point(1, 2), point(3, Double.POSITIVE_INFINITY));
        assertThat(guest.echoPoints(List.of())).isEmpty();
        assertThat(seen)
                .containsExactly(
                        new Values.Point(-7, 0.5),
                        List.of(new Values.Point(1, 2), new Values.Point(3, Double.POSITIVE_INFINITY)),
                        List.of());
    }

    @Test
    void variantsComeBackAsTheirCases() {
        var label = new io.fuscia.wit.generator.made.test.bindings.exports.Values.Shape.Label("Grüße 🌍");
        var dot = new io.fuscia.wit.generator.made.test.bindings.exports.Values.Shape.Dot(point(1, -1));
        var numbers =
                new io.fuscia.wit.generator.made.test.bindings.exports.Values.Shape.Numbers(List.of(0, 1, 65_535));
        var nothing = io.fuscia.wit.generator.made.test.bindings.exports.Values.Shape.NOTHING;
        assertThat(guest.echoShape(label)).isEqualTo(label);
        assertThat(guest.echoShape(dot)).isEqualTo(dot);
        assertThat(guest.echoShape(numbers)).isEqualTo(numbers);
        assertThat(guest.echoShape(nothing)).isSameAs(nothing);
        assertThat(seen)
                .containsExactly(
                        new Values.Shape.Label("Grüße 🌍"),
                        new Values.Shape.Dot(new Values.Point(1, -1)),
                        new Values.Shape.Numbers(List.of(0, 1, 65_535)),
                        Values.Shape.NOTHING);
    }

    @Test
    void enumsAndFlagsComeBackAsTheirConstants() {
        for (var color : io.fuscia.wit.generator.made.test.bindings.exports.Values.Color.values()) {
            assertThat(guest.echoColor(color)).isEqualTo(color);
        }
        var all = EnumSet.allOf(io.fuscia.wit.generator.made.test.bindings.exports.Values.Rights.class);
        assertThat(guest.echoRights(all)).isEqualTo(all);
        assertThat(guest.echoRights(Set.of())).isEmpty();
        assertThat(guest.echoRights(
                        Set.of(io.fuscia.wit.generator.made.test.bindings.exports.Values.Rights.EXECUTE_ALL)))
                .containsExactly(io.fuscia.wit.generator.made.test.bindings.exports.Values.Rights.EXECUTE_ALL);
        assertThat(seen)
                .containsExactly(
                        Values.Color.RED,
                        Values.Color.GREEN,
                        Values.Color.DARK_BLUE,
                        EnumSet.allOf(Values.Rights.class),
                        Set.of(),
                        Set.of(Values.Rights.EXECUTE_ALL));
    }

    @Test
    void tuplesOptionsAndResultsComeBack() {
        Tuple.Of2<String, byte[]> pair = guest.echoPair(new Tuple.Of2<>("", new byte[] {1, -1}));
        assertThat(pair.first()).isEmpty();
        assertThat(pair.second()).containsExactly(1, -1);
        var blue = io.fuscia.wit.generator.made.test.bindings.exports.Values.Color.DARK_BLUE;
        var nothing = io.fuscia.wit.generator.made.test.bindings.exports.Values.Shape.NOTHING;
        assertThat(guest.echoNested(Optional.empty())).isEmpty();
        assertThat(guest.echoNested(Optional.of(Optional.empty()))).contains(Optional.empty());
        assertThat(guest.echoNested(Optional.of(Optional.of(blue)))).contains(Optional.of(blue));
        assertThat(guest.echoResult(Result.ok(nothing))).isEqualTo(Result.ok(nothing));
        assertThat(guest.echoResult(Result.err(blue))).isEqualTo(Result.err(blue));
        assertThat(guest.echoBare(Result.ok()).isOk()).isTrue();
        assertThat(guest.echoBare(Result.err()).isOk()).isFalse();
        assertThat(seen)
                .endsWith(
                        Result.ok(Values.Shape.NOTHING), Result.err(Values.Color.DARK_BLUE), Result.ok(), Result.err());
    }

    @Test
    void componentUsesResourcesOfTheHost() {
        var exports = io.fuscia.wit.generator.made.test.bindings.echo.exports.Echo.of(instance);
        assertThat(exports.count(40, 2)).isEqualTo(42 + 84);
        assertThat(dropped).hasSize(1);
        assertThat(exports.welcome("Ada")).isEqualTo("Hello Ada, how are you?");
    }

    @Test
    void hostUsesResourcesOfTheComponent() {
        var counters = io.fuscia.wit.generator.made.test.bindings.exports.Counters.of(instance);
        try (var first = counters.newCounter(10);
                var second = counters.newCounter(100)) {
            assertThat(counters.counterNext(first)).isEqualTo(11);
            assertThat(counters.counterNext(second)).isEqualTo(101);
            assertThat(counters.counterSum(first, second)).isEqualTo(112);
            assertThat(counters.dropped()).isZero();
        }
        assertThat(counters.dropped()).isEqualTo(2);
    }

    @Test
    void callsObeyTheirOwnDeadline() {
        Trap trap =
                catchThrowableOfType(Trap.class, () -> guest.withOptions(CallOptions.until(Deadline.afterMillis(-1)))
                        .echoPoint(point(1, 1)));
        assertThat(trap.code()).isEqualTo(TrapCode.DEADLINE);
    }
}
