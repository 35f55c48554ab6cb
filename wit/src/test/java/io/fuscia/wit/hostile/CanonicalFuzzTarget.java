package io.fuscia.wit.hostile;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.InstanceLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzz target for lifting and lowering, in the form that Jazzer calls: a component of random type that is honest must
 * carry every value unchanged to the host and back; one that is hostile may only trap.
 */
public final class CanonicalFuzzTarget {
    private static final ComponentEngine ENGINE =
            new ComponentEngine(new EngineSettings(EngineSettings.Compilation.INTERPRETER_ONLY, 0));
    /** No wall time: no component here loops, and a fuzzer may be stopped for a while. */
    private static final InstanceLimits LIMITS = new InstanceLimits(0, 64, 1_000, 16, 100_000, 1 << 20);

    private CanonicalFuzzTarget() {}

    /** Makes a component, instantiates it and calls it three times. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Choices choices = new Choices(bytes);
        FuzzComponent component = new FuzzComponent(choices);
        // The generator only writes valid components: a refusal is a finding.
        var compiled = ENGINE.compile(component.bytes());
        try (ComponentInstance instance = compiled.instantiate(FuzzHost.IMPORTS, LIMITS)) {
            for (int i = 0; i < 3; i++) {
                if (component.honest()) {
                    callHonest(component, instance, choices);
                } else if (!callHostile(component, instance, choices)) {
                    return;
                }
            }
        }
    }

    private static void callHonest(FuzzComponent component, ComponentInstance instance, Choices choices) {
        Object[] args = arguments(component, choices);
        Object result = component.result() == null ? null : component.result().value(choices, 0);
        List<Object> received = new ArrayList<>();
        FuzzHost.FUNCTION.set((call, values) -> {
            received.addAll(Arrays.asList(values));
            return result;
        });
        Object returned = instance.function(null, "run").call(args);
        same(Arrays.asList(args), received);
        same(result, returned);
    }

    private static void same(Object expected, Object found) {
        if (!FuzzHost.show(expected).equals(FuzzHost.show(found))) {
            throw new IllegalStateException("expected " + FuzzHost.show(expected) + ", found " + FuzzHost.show(found));
        }
    }

    /** Returns whether the instance may be called again. */
    private static boolean callHostile(FuzzComponent component, ComponentInstance instance, Choices choices) {
        boolean wrongArgument = choices.below(8) == 1;
        boolean wrongResult = choices.below(8) == 1;
        Object[] args = arguments(component, choices);
        if (wrongArgument && args.length > 0) {
            args[choices.below(args.length)] = wrong(choices);
        }
        Object result = wrongResult || component.result() == null
                ? wrong(choices)
                : component.result().value(choices, 0);
        FuzzHost.FUNCTION.set((call, values) -> result);
        try {
            FuzzHost.show(instance.function(null, "run").call(args));
        } catch (Trap trap) {
            if (trap.code() == TrapCode.CORE || trap.getMessage().isBlank()) {
                throw new IllegalStateException("a trap without a kind", trap);
            }
            return false;
        } catch (IllegalArgumentException e) {
            if (!wrongArgument) {
                throw new IllegalStateException("refused what was right", e);
            }
        }
        return true;
    }

    private static Object[] arguments(FuzzComponent component, Choices choices) {
        return component.parameters().stream()
                .map(type -> type.value(choices, 0))
                .toArray();
    }

    private static Object wrong(Choices choices) {
        return switch (choices.below(8)) {
            case 0 -> null;
            case 1 -> "lone \ud800";
            case 2 -> -1L;
            case 3 -> List.of();
            case 4 -> new Object[0];
            case 5 -> 0xd800;
            case 6 -> new FuzzHost.Item(0);
            default -> new Object();
        };
    }
}
