package io.fuscia.workflow;

/** When a join goes on. */
public enum JoinStrategy {
    /** Waits for every branch; goes on only if all succeeded. */
    ALL,
    /** Waits for every branch; goes on if at least one succeeded. */
    ANY,
    /** Goes on with the first branch that succeeds; the others are cancelled. */
    FIRST,
    /** Goes on when {@code count} branches succeeded; the others are cancelled. */
    N_OF_M
}
