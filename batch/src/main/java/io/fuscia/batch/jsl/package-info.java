/**
 * Turns the graph of a locked workflow into Job Specification Language: order, shape, text. Pure functions, feeding
 * {@code launch}. Must not know the batch runtime, executions or storage.
 */
package io.fuscia.batch.jsl;
