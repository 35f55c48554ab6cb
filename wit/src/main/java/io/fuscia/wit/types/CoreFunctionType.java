package io.fuscia.wit.types;

import java.util.List;

/** A core function type. */
public record CoreFunctionType(List<CoreValueType> parameters, List<CoreValueType> results)
        implements CoreModuleType.CoreExternType {
    public CoreFunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }
}
