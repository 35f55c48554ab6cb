/**
 * The {@code wasi:sockets} interfaces, all there and all refused with WASI's own codes: HTTP is the only way out of a
 * guest. Feeds the WASI host.
 */
package io.fuscia.wit.wasi.sockets;
