/**
 * Splits functions of core modules that are too large for the Java virtual machine: a method may have 64 KiB of bytecode,
 * and one of more than 8,000 bytes is never compiled to machine code. Bytes to bytes; feeds {@code machine}, which compiles
 * the result. Must not know Chicory, components or instances.
 */
package io.fuscia.wit.splitting;
