package io.fuscia.wit.validation;

import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;

/** An entry of a core type index space. */
sealed interface CoreType {
    record Function(CoreFunctionType type) implements CoreType {}

    record Module(CoreModuleType type) implements CoreType {}

    /** A type of the GC proposal. */
    record Other() implements CoreType {}
}
