package io.fuscia.wit.conformance;

/** How a command of the reference tests ended; each is asserted, none is skipped. */
enum Outcome {
    /** As the reference says. */
    PASSED,
    /** Its component is refused at validation, with a message that names the feature. */
    REFUSED,
    /** It uses a component that is refused so, which is asserted again in its place. */
    NEEDS_REFUSED,
    /** It concerns the text format, which is not read here. */
    TEXT,
    /** Otherwise than the reference says, argued in the list. */
    DIFFERS
}
