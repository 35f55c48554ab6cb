package io.fuscia.wit.hostile;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;

/**
 * Fuzz target for decoder, validator, linker and instantiation, in the form that Jazzer calls. Bytes may be refused, and
 * what they instantiate may trap; anything else that comes out is a finding.
 */
public final class ComponentFuzzTarget {
    private static final ComponentEngine ENGINE =
            new ComponentEngine(new EngineSettings(EngineSettings.Compilation.INTERPRETER_ONLY, 0));
    private static final InstanceLimits LIMITS = new InstanceLimits(20, 16, 1_000, 16, 100, 1 << 16);

    private ComponentFuzzTarget() {}

    /** Compiles the bytes, and instantiates them if they import nothing. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            ENGINE.compile(bytes).instantiate(HostImports.NONE, LIMITS).close();
        } catch (MalformedComponentException | InvalidComponentException e) {
            if (!e.getMessage().contains("offset")) {
                throw new IllegalStateException("a refusal does not say where", e);
            }
        } catch (UnlinkableComponentException | Trap e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new IllegalStateException("a refusal does not say why", e);
            }
        }
    }
}
