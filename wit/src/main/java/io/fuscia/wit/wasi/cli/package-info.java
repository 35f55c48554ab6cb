/**
 * The {@code wasi:cli} interfaces: environment, exit, standard streams and terminals, of which there are none. Feeds the
 * WASI host. Must not know where output goes.
 */
package io.fuscia.wit.wasi.cli;
