package io.fuscia.component;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import java.util.ArrayList;
import java.util.List;

/** Checks that bytes are a component, a valid one, and the one that its manifest declares. Thread-safe. */
final class ComponentInspection {
    private static final byte[] MAGIC = {0, 'a', 's', 'm'};

    private final ComponentEngine engine;

    ComponentInspection(ComponentEngine engine) {
        this.engine = engine;
    }

    /**
     * Checks a package's component.
     *
     * @throws FusciaException {@code NOT_A_COMPONENT}, {@code MALFORMED_COMPONENT}, {@code INVALID_COMPONENT}, or
     *     {@code INVALID_MANIFEST} if it does not export what the manifest declares
     */
    void check(ComponentPackage content) {
        byte[] wasm = content.wasm();
        refuseOtherKinds(wasm);
        CompiledComponent compiled;
        try {
            compiled = engine.compile(wasm);
        } catch (MalformedComponentException e) {
            throw new FusciaException(ErrorCode.MALFORMED_COMPONENT, "component.wasm is damaged: " + e.getMessage(), e);
        } catch (InvalidComponentException e) {
            throw new FusciaException(
                    ErrorCode.INVALID_COMPONENT, "component.wasm is not a valid component: " + e.getMessage(), e);
        }
        List<Violation> violations = missing(content.manifest(), compiled);
        if (!violations.isEmpty()) {
            throw ManifestReader.refused(violations);
        }
    }

    private static void refuseOtherKinds(byte[] wasm) {
        boolean isWasm = wasm.length >= 8;
        for (int i = 0; isWasm && i < MAGIC.length; i++) {
            isWasm = wasm[i] == MAGIC[i];
        }
        if (!isWasm) {
            throw new FusciaException(ErrorCode.NOT_A_COMPONENT, "component.wasm is not WebAssembly");
        }
        // Version and layer, Binary.md: a module is 1 and 0, a component has layer 1.
        if (wasm[6] == 0 && wasm[7] == 0) {
            throw new FusciaException(
                    ErrorCode.NOT_A_COMPONENT,
                    "component.wasm is a core module, not a component; make it one with 'wasm-tools component new'");
        }
    }

    private static List<Violation> missing(ComponentManifest manifest, CompiledComponent compiled) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < manifest.tasks().size(); i++) {
            String name = manifest.tasks().get(i).name();
            if (ComponentContracts.TASK.exportFor(compiled.exports(), name).isEmpty()) {
                violations.add(missing("/tasks/" + i, "task", name, "fuscia:task/task@0.1.0", compiled));
            }
        }
        for (int i = 0; i < manifest.triggers().size(); i++) {
            String name = manifest.triggers().get(i).name();
            if (ComponentContracts.TRIGGER.exportFor(compiled.exports(), name).isEmpty()) {
                violations.add(missing("/triggers/" + i, "trigger", name, "fuscia:trigger/trigger@0.1.0", compiled));
            }
        }
        return violations;
    }

    private static Violation missing(
            String pointer, String kind, String name, String contract, CompiledComponent compiled) {
        return Violation.error(
                pointer + "/name",
                "missing_export",
                "the component exports neither an instance '" + name + "' shaped like " + contract + " nor " + contract
                        + " itself, so it has no " + kind + " '" + name + "'; it exports "
                        + (compiled.exports().isEmpty()
                                ? "nothing"
                                : String.join(", ", compiled.exports().keySet())));
    }
}
