package io.fuscia.wit.model;

/** One entry of an index space; the index is unsigned but never exceeds {@link Integer#MAX_VALUE} once validated. */
public record SortIndex(Sort sort, int index) {}
