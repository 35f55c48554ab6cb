package io.fuscia.wit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentFunction;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Runs the commands of one script in order; definitions and instances live as long as the runner. */
final class ScriptRunner {
    private static final String LAST = "";

    private final ComponentEngine engine;
    private final Map<String, Path> definitions = new HashMap<>();
    private final Map<String, ComponentInstance> instances = new HashMap<>();

    /** Where a definition was refused as expected: what uses it cannot run. */
    private final Map<String, Integer> refused = new HashMap<>();

    ScriptRunner(ComponentEngine engine) {
        this.engine = engine;
    }

    /** Runs a command that is expected to behave as the reference says. */
    void run(Command command) {
        if (command instanceof Command.Define define) {
            define(define);
        } else if (command instanceof Command.Instantiate instantiate) {
            Path definition = known(definitions, instantiate.definition());
            instances.remove(LAST);
            put(instances, instantiate.name(), instantiate(engine.compile(bytes(definition))));
        } else if (command instanceof Command.Refuse refuse) {
            refuse(refuse);
        } else if (command instanceof Command.TrapAtStart trap) {
            CompiledComponent component = engine.compile(bytes(trap.file()));
            assertTraps(catchThrowable(() -> instantiate(component)), trap.text());
        } else if (command instanceof Command.Call call) {
            call(call);
        } else if (command instanceof Command.CallTraps call) {
            ComponentFunction function = function(call.action());
            assertTraps(catchThrowable(() -> invoke(function, call.action())), call.text());
        }
    }

    private void define(Command.Define define) {
        definitions.remove(LAST);
        refused.remove(LAST);
        if (define.instantiate()) {
            instances.remove(LAST);
            put(instances, define.name(), instantiate(engine.compile(bytes(define.file()))));
        } else {
            accept(define.file());
        }
        put(definitions, define.name(), define.file());
    }

    /** A definition has to be valid; whether a host could ever link it is another question. */
    private void accept(Path file) {
        try {
            engine.compile(bytes(file));
        } catch (UnlinkableComponentException e) {
            assertThat(e).hasMessageContaining("a host cannot give");
        }
    }

    private static ComponentInstance instantiate(CompiledComponent component) {
        return component.instantiate(HostImports.NONE, InstanceLimits.DEFAULT);
    }

    private void refuse(Command.Refuse refuse) {
        Throwable thrown = catchThrowable(() -> {
            CompiledComponent component = engine.compile(bytes(refuse.file()));
            if (refuse.refusal() == Command.Refusal.UNLINKABLE) {
                instantiate(component);
            }
        });
        assertThat(thrown)
                .isInstanceOf(
                        switch (refuse.refusal()) {
                            case MALFORMED -> MalformedComponentException.class;
                            case INVALID -> InvalidComponentException.class;
                            case UNLINKABLE -> UnlinkableComponentException.class;
                        });
    }

    private void call(Command.Call call) {
        ComponentFunction function = function(call.action());
        Object result = invoke(function, call.action());
        if (call.expected().isEmpty()) {
            assertThat(function.type().result()).isEmpty();
        } else {
            assertThat(call.expected()).hasSize(1);
            var type = function.type().result().orElseThrow();
            JsonValue expected = call.expected().get(0);
            assertThat(ReferenceValues.text(type, result))
                    .isEqualTo(ReferenceValues.text(type, ReferenceValues.toJava(type, expected)));
        }
    }

    private ComponentFunction function(Command.Action action) {
        return known(instances, action.instance()).function(null, action.function());
    }

    private static Object invoke(ComponentFunction function, Command.Action action) {
        Object[] arguments = new Object[action.arguments().size()];
        assertThat(arguments).hasSize(function.type().parameters().size());
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = ReferenceValues.toJava(
                    function.type().parameters().get(i).type(),
                    action.arguments().get(i));
        }
        return function.call(arguments);
    }

    private static void assertTraps(Throwable thrown, String text) {
        assertThat(thrown).isInstanceOf(Trap.class);
        assertThat(((Trap) thrown).code()).isIn(TrapKinds.of(text));
    }

    /** Checks that a listed command fails as listed. */
    void runExpectedFailure(Command command, ExpectedFailures.Entry entry) {
        switch (entry.how()) {
            case REFUSED -> refusedByName(command, entry.argument());
            case TEXT -> assertThat(file(command).toString()).as("is text").endsWith(".wat");
            case DIFFERS ->
                assertThatThrownBy(() -> run(command))
                        .as("expected to fail: %s", entry.argument())
                        .isNotNull();
        }
    }

    /** The file of a listed command; a definition counts as refused from here on. */
    private Path file(Command command) {
        if (command instanceof Command.Define define) {
            mark(definitions, define.name(), define.line());
            if (define.instantiate()) {
                mark(instances, define.name(), define.line());
            }
            return define.file();
        }
        return command instanceof Command.Refuse refuse ? refuse.file() : ((Command.TrapAtStart) command).file();
    }

    private void refusedByName(Command command, String feature) {
        Path file = file(command);
        assertThatThrownBy(() -> engine.compile(bytes(file)))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining("unsupported feature: " + feature);
    }

    private void mark(Map<String, ?> known, Optional<String> name, int line) {
        known.remove(LAST);
        refused.put(LAST, line);
        name.ifPresent(key -> refused.put(key, line));
    }

    private <T> T known(Map<String, T> known, Optional<String> name) {
        T value = known.get(name.orElse(LAST));
        if (value == null) {
            Integer line = refused.get(name.orElse(LAST));
            if (line != null) {
                instances.remove(LAST);
                refused.put(LAST, line);
                Assumptions.abort("the component of line " + line + " is refused, as listed");
            }
            fail("no definition or instance %s: an earlier command failed", name.orElse("before this line"));
        }
        return value;
    }

    private <T> void put(Map<String, T> known, Optional<String> name, T value) {
        known.put(LAST, value);
        name.ifPresent(key -> known.put(key, value));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
