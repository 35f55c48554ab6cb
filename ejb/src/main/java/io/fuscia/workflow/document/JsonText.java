package io.fuscia.workflow.document;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.util.function.Function;

/** The JSON values that documents are made of, checked for what JSON-P would let through. */
final class JsonText {
    /** Looked up once: each static call of {@code jakarta.json.Json} searches for its provider anew. */
    static final JsonProvider JSON = JsonProvider.provider();

    private JsonText() {}

    static JsonString string(String value) {
        return JSON.createValue(value);
    }

    static JsonNumber number(BigDecimal value) {
        return JSON.createValue(value);
    }

    /** A number that stays small when someone expands it: 1e999999999 is short, its digits are not. */
    static BigDecimal boundedNumber(
            String text, int maxLength, int maxExponent, Function<String, RuntimeException> error) {
        if (text.length() > maxLength) {
            throw error.apply("a number is longer than " + maxLength + " characters");
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw error.apply("'" + text + "' is not a number that JSON can write");
        }
        if (Math.abs((long) number.scale()) > maxExponent) {
            throw error.apply("the number " + text + " is out of range");
        }
        return number;
    }

    /** Refuses unpaired surrogates, which no encoder can write. */
    static String requireWellFormed(String text, Function<String, RuntimeException> error) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw error.apply("a string contains half of a character (an unpaired surrogate)");
            }
        }
        return text;
    }
}
