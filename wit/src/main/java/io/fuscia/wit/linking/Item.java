package io.fuscia.wit.linking;

import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.validation.ValidatedComponent;
import java.util.Map;

/** What an entry of a component's index spaces turned out to be while its component is flattened. */
sealed interface Item {
    /** A function. */
    record Function(FunctionReference reference, FunctionType type) implements Item {}

    /** An instance. */
    record Instance(Map<String, Item> exports) implements Item {}

    /** A component and the scope that it may refer to. */
    record Closure(ValidatedComponent component, Scope parent) implements Item {}

    /** A core module. */
    record Module(int index, CoreModuleType type) implements Item {}

    /** A type: a resource type's number, or {@link #NO_RESOURCE}. */
    record Type(int resource) implements Item {}

    /** A type that is not a resource type. */
    Type NO_RESOURCE = new Type(-1);
}
