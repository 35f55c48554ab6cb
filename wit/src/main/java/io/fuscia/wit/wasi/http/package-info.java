/**
 * Outgoing HTTP and who may be reached: the egress grammar, address rules, and an HTTP/1.1 exchange that connects only to
 * an address that was checked. Feeds {@code wasi:http} and, outside this module, the http node. Depends on the JDK only;
 * must not know guests' memory.
 */
package io.fuscia.wit.wasi.http;
