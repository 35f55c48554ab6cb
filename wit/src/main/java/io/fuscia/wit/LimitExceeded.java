package io.fuscia.wit;

/** Which of the host's limits a guest ran into; distinguishes {@code limit{which}} from {@code trap{code}}. */
public enum LimitExceeded {
    /** The wall-clock deadline of the call passed. */
    WALL_TIME,
    /** The guest asked for more linear memory than its instance may hold. */
    MEMORY,
    /** The guest asked for more table elements than its instance may hold. */
    TABLE,
    /** The call stack was exhausted, or components called each other too deeply. */
    STACK,
    /** The guest holds more resource handles than it may. */
    HANDLES,
    /** The guest handed out more bytes in one call than it may. */
    OUTPUT
}
