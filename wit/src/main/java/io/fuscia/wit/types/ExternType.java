package io.fuscia.wit.types;

/** The resolved type of an import or export. */
public sealed interface ExternType
        permits CoreModuleType, FunctionType, InstanceType, ComponentType, ExternType.OfType {
    /** A type is imported or exported; {@code type} is what the new type index refers to. */
    record OfType(Type type) implements ExternType {}
}
