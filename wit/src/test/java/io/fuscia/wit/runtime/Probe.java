package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The test component {@code runtime/probe.wat} with a host that can be told what to do. */
public final class Probe {
    static final ComponentEngine INTERPRETING =
            new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));
    static final ComponentEngine COMPILING =
            new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.EAGER));

    /** A resource of the host. */
    public record Thing(long value) {}

    public final List<Thing> destroyed = new ArrayList<>();
    public final List<Thing> consumed = new ArrayList<>();
    public final AtomicReference<HostFunction> onCall = new AtomicReference<>((call, args) -> (long) args[0] * 2);
    public final AtomicReference<HostFunction> onText = new AtomicReference<>((call, args) -> args[0]);

    private final HostResource<Thing> things = HostResource.of("thing", Thing.class, destroyed::add);
    final HostImports imports = HostImports.builder()
            .instance("test:host/api@0.2.0")
            .resource("thing", things)
            .function("[constructor]thing", (call, args) -> new Thing((long) args[0]))
            .function("[method]thing.value", (call, args) -> ((Thing) args[0]).value())
            .function("consume", (call, args) -> {
                consumed.add((Thing) args[0]);
                return null;
            })
            .function("call", (call, args) -> onCall.get().call(call, args))
            .function("text", (call, args) -> onText.get().call(call, args))
            .build();

    static byte[] bytes(String name) {
        try (InputStream in = Probe.class.getResourceAsStream("/" + name + ".wasm")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ComponentInstance start() {
        return start(InstanceLimits.DEFAULT);
    }

    ComponentInstance start(InstanceLimits limits) {
        return start(INTERPRETING, limits);
    }

    public ComponentInstance start(ComponentEngine engine, InstanceLimits limits) {
        return engine.compile(bytes("runtime/probe")).instantiate(imports, limits);
    }

    public static Object call(ComponentInstance instance, String function, Object... args) {
        return instance.function(null, function).call(args);
    }

    /** Calls on an instance of its own, and expects a trap that poisons it. */
    void traps(TrapCode code, String function, Object... args) {
        try (ComponentInstance instance = start()) {
            traps(instance, code, function, args);
        }
    }

    static Trap traps(ComponentInstance instance, TrapCode code, String function, Object... args) {
        Throwable thrown = catchThrowable(() -> call(instance, function, args));
        assertThat(thrown).as(function).isInstanceOf(Trap.class);
        assertThat(((Trap) thrown).code()).as(thrown.getMessage()).isEqualTo(code);
        Throwable again = catchThrowable(() -> call(instance, "drops"));
        assertThat(again).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.code())
                .isEqualTo(TrapCode.POISONED));
        return (Trap) thrown;
    }
}
