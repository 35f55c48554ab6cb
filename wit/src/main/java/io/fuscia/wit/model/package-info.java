/**
 * What a component's bytes say, definition by definition and still by index: immutable records, in binary order.
 * Written by {@code wit.binary}; read by {@code wit.validation} and by the linker, which walks
 * {@link io.fuscia.wit.model.Component#definitions()} in order and appends to its index spaces as each one says.
 * Knows neither resolved types ({@code wit.types}) nor how anything runs.
 */
package io.fuscia.wit.model;
