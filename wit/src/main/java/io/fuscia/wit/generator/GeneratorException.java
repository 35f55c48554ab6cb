package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitException;

/** WIT text that is right but has no bindings in Java; the message ends in the place. */
public final class GeneratorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GeneratorException(String message, WitException.Place place) {
        super(message + " (" + place + ")");
    }
}
