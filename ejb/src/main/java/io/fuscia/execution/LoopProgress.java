package io.fuscia.execution;

/**
 * How far a loop is.
 *
 * @param total items it goes over
 * @param done iterations that are over, failed ones included
 * @param failed iterations that failed
 */
public record LoopProgress(int total, int done, int failed) {}
