package io.fuscia.wit.hostile;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.validation.ComponentValidator;

/**
 * Fuzz target for decoder and validator, in the form that Jazzer calls ({@code --target_class}); it needs no library.
 * {@link MutationTest} feeds it in the normal build.
 */
public final class ComponentFuzzTarget {
    private ComponentFuzzTarget() {}

    /** Bytes may be refused in two ways; anything else that comes out is a finding. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            ComponentValidator.validate(ComponentDecoder.decode(bytes), module -> {});
        } catch (MalformedComponentException | InvalidComponentException e) {
            if (!e.getMessage().contains("offset")) {
                throw new IllegalStateException("a refusal does not say where", e);
            }
        }
    }
}
