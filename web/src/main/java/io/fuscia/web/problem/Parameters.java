package io.fuscia.web.problem;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;

/** Parameters of requests that are not text. */
public final class Parameters {
    private Parameters() {}

    /** A whole number. @throws FusciaException {@code INVALID_REQUEST} that names the parameter */
    public static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, name + " is not a whole number: " + text, e);
        }
    }

    /** True or false. @throws FusciaException {@code INVALID_REQUEST} that names the parameter */
    public static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new FusciaException(ErrorCode.INVALID_REQUEST, name + " is true or false, not: " + text);
        };
    }
}
