/**
 * The batch artifact that hears of a job's end and passes it on. Must not know what the end means for an execution.
 */
package io.fuscia.batch.listener;
