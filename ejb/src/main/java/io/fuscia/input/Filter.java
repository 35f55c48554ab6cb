package io.fuscia.input;

import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a template can do to a value: a closed set of pure functions, each of which costs no more than its input and its
 * bounded output. Written lower case in templates.
 */
public enum Filter {
    /** {@code abbreviate(n)}: at most n characters, the last of them an ellipsis if something was cut. */
    ABBREVIATE(1, 1),
    /** The text's UTF-8 bytes in base64. */
    BASE64ENCODE(0, 0),
    /** The UTF-8 text of base64. */
    BASE64DECODE(0, 0),
    /** The first letter in upper case. */
    CAPITALIZE(0, 0),
    /** {@code date(pattern[, zone])}: an ISO 8601 time or epoch milliseconds in a {@code DateTimeFormatter} pattern. */
    DATE(1, 2),
    /** {@code default(x)}: x if the value is missing or null. Must come first to stand in for a missing value. */
    DEFAULT(1, 1),
    /** Safe as HTML text and in quoted attributes. */
    ESCAPE(0, 0),
    /** The first element or character. */
    FIRST(0, 0),
    /** {@code join(separator)}: the elements' texts in one; no separator by default. */
    JOIN(0, 1),
    /** The value as JSON text, strings quoted. */
    JSON(0, 0),
    /** The names of an object's members. */
    KEYS(0, 0),
    /** The last element or character. */
    LAST(0, 0),
    /** How many characters, elements or members. */
    LENGTH(0, 0),
    LOWER(0, 0),
    /** {@code numberformat(pattern)}: a number in a {@code DecimalFormat} pattern, with English symbols. */
    NUMBERFORMAT(1, 1),
    /** {@code replace(old, new)}: every occurrence of a text; no patterns. */
    REPLACE(2, 2),
    /** Elements or characters backwards. */
    REVERSE(0, 0),
    /** {@code round([digits])}: half up, to 0 to 10 digits after the point. */
    ROUND(0, 1),
    /** The SHA-256 of the text's UTF-8 bytes, in hex. */
    SHA256(0, 0),
    /** {@code slice(from[, to])}: elements or characters from one index up to, not including, another. */
    SLICE(1, 2),
    /** The elements in order: all numbers or all strings. */
    SORT(0, 0),
    /** {@code split(separator)}: the parts of a text; the separator is plain text. */
    SPLIT(1, 1),
    /** Without white space at both ends. */
    TRIM(0, 0),
    UPPER(0, 0),
    /** Safe as part of a URL's query or path. */
    URLENCODE(0, 0),
    /** The values of an object's members. */
    VALUES(0, 0);

    private final int minArguments;
    private final int maxArguments;

    Filter(int minArguments, int maxArguments) {
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    /** The name in templates. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The filter that templates write so. */
    public static Optional<Filter> ofWord(String word) {
        return Arrays.stream(values())
                .filter(filter -> filter.word().equals(word))
                .findFirst();
    }

    /** All names, sorted. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Filter::word).sorted().toList();
    }

    /** What is wrong with the arguments, if anything; checked once, when the template is parsed. */
    Optional<String> wrongArguments(List<JsonValue> arguments) {
        if (arguments.size() >= minArguments && arguments.size() <= maxArguments) {
            return FilterArguments.wrong(this, arguments);
        }
        String wanted =
                minArguments == maxArguments ? Integer.toString(minArguments) : minArguments + " to " + maxArguments;
        return Optional.of("the filter '" + word() + "' takes " + wanted + " arguments, not " + arguments.size());
    }
}
