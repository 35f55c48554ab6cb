/**
 * The {@code wasi:random} interfaces over a source that is an argument. Feeds the WASI host. Must not make random numbers
 * of its own.
 */
package io.fuscia.wit.wasi.random;
