/**
 * Bytes that nodes produce or that Fuscia keeps, addressed by id or digest, with their content types. Feeds execution
 * and host; knows nothing of workflows or of Wasm.
 */
package io.fuscia.artifact;
