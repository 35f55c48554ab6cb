/**
 * The {@code wasi:keyvalue} interfaces: store, atomics and batch over buckets that were granted. Feeds the WASI host. Must
 * not know where pairs are kept.
 */
package io.fuscia.wit.wasi.keyvalue;
