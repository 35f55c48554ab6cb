/**
 * The room table of the architecture as rules over the compiled modules: what each module holds and may use. Reads
 * bytecode only; needs no server.
 */
package io.fuscia.it.layout;
