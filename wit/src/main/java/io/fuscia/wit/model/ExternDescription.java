package io.fuscia.wit.model;

/** The declared type of an import or export, by index into the type index spaces. */
public sealed interface ExternDescription {
    /** A core module of core type {@code type}. */
    record OfCoreModule(int type) implements ExternDescription {}

    /** A function of type {@code type}. */
    record OfFunction(int type) implements ExternDescription {}

    /** A value equal to value {@code value}. */
    record OfEqualValue(int value) implements ExternDescription {}

    /** A value of the given type. */
    record OfValue(ValueTypeReference type) implements ExternDescription {}

    /** A type equal to type {@code type}. */
    record OfEqualType(int type) implements ExternDescription {}

    /** A fresh abstract resource type. */
    record OfResource() implements ExternDescription {}

    /** A component of type {@code type}. */
    record OfComponent(int type) implements ExternDescription {}

    /** An instance of type {@code type}. */
    record OfInstance(int type) implements ExternDescription {}
}
