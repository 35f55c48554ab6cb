/**
 * From bytes to {@code wit.model}: the component binary format, strictly read (LEB128, UTF-8, sizes, depth), without
 * ever allocating for a count before the bytes for it are there. Also reads the interface of embedded core modules.
 * Feeds {@code wit.validation}; knows no validation rule and nothing of execution.
 */
package io.fuscia.wit.binary;
