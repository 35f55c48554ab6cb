/**
 * The {@code wasi:filesystem} interfaces over directories that were granted. Names are resolved one by one from an open
 * directory, never by the system's own path walk, so that neither {@code ..} nor a link nor a race leads outside. Feeds the
 * WASI host. Must not know who grants what.
 */
package io.fuscia.wit.wasi.filesystem;
