package io.fuscia.wit.hostile;

import io.fuscia.wit.text.WitException;
import io.fuscia.wit.text.WitPackages;
import java.nio.charset.StandardCharsets;

/**
 * Fuzz target for the WIT parser and resolver, in the form that Jazzer calls. The input is one package per part, parts
 * ended by a zero byte; {@link WitException} with a place is the only way out for wrong text.
 */
public final class WitFuzzTarget {
    private WitFuzzTarget() {}

    /** Parses the packages and looks up every name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\0", 16);
        try {
            WitPackages.Builder builder = WitPackages.builder().feature("active");
            for (int i = 0; i < parts.length; i++) {
                builder.add("part" + i + ".wit", parts[i]);
            }
            WitPackages packages = builder.build();
            packages.interfaces().forEach(packages::interfaceType);
            packages.worlds().forEach(packages::world);
        } catch (WitException e) {
            if (e.place().line() < 1 || e.place().column() < 1) {
                throw new IllegalStateException("a refusal does not say where", e);
            }
        }
    }
}
