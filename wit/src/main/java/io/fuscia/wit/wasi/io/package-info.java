/**
 * The {@code wasi:io} interfaces: error, poll and streams, and what sources, sinks and pollables of other interfaces are
 * made of. Feeds every other {@code wasi} package. Must not know files, sockets or HTTP.
 */
package io.fuscia.wit.wasi.io;
