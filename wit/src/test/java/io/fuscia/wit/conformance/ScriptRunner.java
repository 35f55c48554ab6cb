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

/** Runs the commands of one script in order; definitions and instances live as long as the runner. */
final class ScriptRunner {
    private static final String LAST = "";
    private static final String UNSUPPORTED = "unsupported feature: ";

    private final ComponentEngine engine;
    private final Map<String, Path> definitions = new HashMap<>();
    private final Map<String, ComponentInstance> instances = new HashMap<>();

    /** What was refused as expected: commands that use it cannot run. */
    private final Map<String, Refused> refused = new HashMap<>();

    /** A component that is refused, the line that defines it and the feature that the message names. */
    private record Refused(int line, Path file, String feature) {}

    /** Thrown in place of running a command that uses a refused component. */
    private static final class NeedsRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refused refused;

        private NeedsRefused(Refused refused) {
            super("the component of line " + refused.line() + " is refused", null, false, false);
            this.refused = refused;
        }
    }

    ScriptRunner(ComponentEngine engine) {
        this.engine = engine;
    }

    /**
     * Runs a command and checks that it behaves as the reference says, or as the list says of it.
     *
     * @param listed what the list says
     */
    Outcome run(Command command, Optional<ExpectedFailures.Entry> listed) {
        if (listed.isPresent()) {
            return runExpectedFailure(command, listed.get());
        }
        try {
            return run(command);
        } catch (NeedsRefused needs) {
            return assertRefused(needs.refused);
        }
    }

    private Outcome run(Command command) {
        if (command instanceof Command.Define define) {
            define(define);
        } else if (command instanceof Command.Instantiate instantiate) {
            Path definition = known(definitions, instantiate.definition());
            instances.remove(LAST);
            put(instances, instantiate.name(), instantiate(engine.compile(bytes(definition))));
        } else if (command instanceof Command.Refuse refuse) {
            return refuse(refuse);
        } else if (command instanceof Command.TrapAtStart trap) {
            CompiledComponent component = engine.compile(bytes(trap.file()));
            assertTraps(catchThrowable(() -> instantiate(component)), trap.text());
        } else if (command instanceof Command.Call call) {
            call(call);
        } else if (command instanceof Command.CallTraps call) {
            ComponentFunction function = function(call.action());
            assertTraps(catchThrowable(() -> invoke(function, call.action())), call.text());
        }
        return Outcome.PASSED;
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

    private Outcome refuse(Command.Refuse refuse) {
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
        // Refused, but not for the reference's reason.
        return thrown.getMessage().contains(UNSUPPORTED) ? Outcome.REFUSED : Outcome.PASSED;
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
    private Outcome runExpectedFailure(Command command, ExpectedFailures.Entry entry) {
        return switch (entry.how()) {
            case REFUSED -> {
                refusedByName(file(command, entry.argument()), entry.argument());
                yield Outcome.REFUSED;
            }
            case TEXT -> {
                assertThat(file(command, entry.argument()).toString())
                        .as("is text")
                        .endsWith(".wat");
                yield Outcome.TEXT;
            }
            case DIFFERS -> {
                assertThatThrownBy(() -> run(command))
                        .as("expected to fail: %s", entry.argument())
                        .isNotNull();
                yield Outcome.DIFFERS;
            }
        };
    }

    /** The file of a listed command; a definition counts as refused from here on. */
    private Path file(Command command, String feature) {
        if (command instanceof Command.Define define) {
            Refused mark = new Refused(define.line(), define.file(), feature);
            mark(definitions, define.name(), mark);
            if (define.instantiate()) {
                mark(instances, define.name(), mark);
            }
            return define.file();
        }
        return command instanceof Command.Refuse refuse ? refuse.file() : ((Command.TrapAtStart) command).file();
    }

    /** What a command stands for that uses a refused component: the refusal itself. */
    private Outcome assertRefused(Refused mark) {
        if (mark.file().toString().endsWith(".wat")) {
            assertThatThrownBy(() -> engine.compile(bytes(mark.file())))
                    .isInstanceOf(MalformedComponentException.class);
            return Outcome.TEXT;
        }
        refusedByName(mark.file(), mark.feature());
        return Outcome.NEEDS_REFUSED;
    }

    private void refusedByName(Path file, String feature) {
        assertThatThrownBy(() -> engine.compile(bytes(file)))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining(UNSUPPORTED + feature);
    }

    private void mark(Map<String, ?> known, Optional<String> name, Refused mark) {
        known.remove(LAST);
        refused.put(LAST, mark);
        name.ifPresent(key -> refused.put(key, mark));
    }

    private <T> T known(Map<String, T> known, Optional<String> name) {
        T value = known.get(name.orElse(LAST));
        if (value == null) {
            Refused mark = refused.get(name.orElse(LAST));
            if (mark != null) {
                instances.remove(LAST);
                refused.put(LAST, mark);
                throw new NeedsRefused(mark);
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
