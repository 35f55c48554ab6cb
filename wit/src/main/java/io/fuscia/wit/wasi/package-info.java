/**
 * WASI preview 2 as one host: all interfaces under one version, with what an instance is granted attached to it. Feeds
 * whoever runs components. Must not know {@code fuscia:*} interfaces; nothing is granted unless the caller says so.
 */
package io.fuscia.wit.wasi;
