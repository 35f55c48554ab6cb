package io.fuscia.wit.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a core instance exports. */
public record CoreInstanceType(Map<String, CoreModuleType.CoreExternType> exports) {
    public CoreInstanceType {
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }
}
