/**
 * Decides whether a decoded component is well formed as a program: types, subtyping, names, resources, canonical
 * options. Takes {@code wit.model}, gives {@link io.fuscia.wit.validation.ValidatedComponent} to the linker: the same
 * definitions beside the resolved type of every index space entry, in the order in which definitions add them.
 * Must not know how components run.
 */
package io.fuscia.wit.validation;
