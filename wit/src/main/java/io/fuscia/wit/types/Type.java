package io.fuscia.wit.types;

/** What the type index space holds. */
public sealed interface Type permits ValueType, FunctionType, InstanceType, ComponentType, ResourceType {
    /** Facts computed when the type was made. */
    TypeFacts facts();
}
