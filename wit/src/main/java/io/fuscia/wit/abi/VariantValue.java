package io.fuscia.wit.abi;

/**
 * A value of a {@code variant} type.
 *
 * @param discriminant the case's position in the type, from 0
 * @param payload the case's payload, null if the case has none
 */
public record VariantValue(int discriminant, Object payload) implements CaseValue {}
