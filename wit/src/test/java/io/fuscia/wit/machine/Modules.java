package io.fuscia.wit.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Loads and instantiates the test modules beside this class' tests. */
final class Modules {
    private Modules() {}

    static CoreModule load(String name, boolean compiled) {
        try (InputStream in = Modules.class.getResourceAsStream("/machine/" + name + ".wasm")) {
            CoreModule module =
                    CoreModule.parse(Objects.requireNonNull(in, name).readAllBytes());
            if (compiled && !module.compile()) {
                throw new AssertionError(name + " did not compile: " + module.notCompiled());
            }
            return module;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CoreInstance instantiate(String name, boolean compiled, CoreExtern... imports) {
        return instantiate(load(name, compiled), imports);
    }

    /** Makes an instance that shares a component instance's budget with others, as real ones do. */
    static CoreInstance instantiate(String name, boolean compiled, ResourceBudget budget, CoreExtern... imports) {
        return CoreInstance.instantiate(load(name, compiled), imports, budget);
    }

    static CoreInstance instantiate(CoreModule module, CoreExtern... imports) {
        return CoreInstance.instantiate(module, imports, new ResourceBudget(100, 100));
    }

    static long[] call(CoreInstance instance, String function, long... args) {
        try {
            return ((CoreExtern.Function) instance.export(function)).function().call(args);
        } catch (RuntimeException | StackOverflowError e) {
            throw Traps.translate(e);
        }
    }

    static int callInt(CoreInstance instance, String function, long... args) {
        return (int) call(instance, function, args)[0];
    }
}
