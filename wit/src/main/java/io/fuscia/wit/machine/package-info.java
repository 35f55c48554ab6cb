/**
 * Runs core modules: the only package that knows Chicory, with its defects worked around (each named where it is).
 * Feeds {@code abi} with memories and core functions and {@code runtime} with instances.
 * Must not know components, WIT types or host imports.
 */
package io.fuscia.wit.machine;
