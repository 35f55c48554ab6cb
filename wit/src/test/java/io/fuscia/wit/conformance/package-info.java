/**
 * Runs the Component Model's reference tests, unaltered, in their binary form (shared folder {@code conformance/json}).
 * {@code expected-failures.txt} beside it names every command that does not behave as the reference says, and why; a
 * listed command that does is a failure too. Traps are compared by kind, as texts differ from runtime to runtime.
 */
package io.fuscia.wit.conformance;
