package io.fuscia.wit.validation;

import io.fuscia.wit.model.ByteRange;

/** Validates the code of a core module; the interface of the module is checked before. */
@FunctionalInterface
public interface CoreCodeCheck {
    /**
     * Checks one embedded core module.
     *
     * @throws io.fuscia.wit.MalformedComponentException when it cannot be parsed
     * @throws io.fuscia.wit.InvalidComponentException when it is not valid
     */
    void check(ByteRange module);
}
