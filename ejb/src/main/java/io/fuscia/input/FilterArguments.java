package io.fuscia.input;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What each filter's arguments must be, so that a template that was parsed cannot fail because of them. */
final class FilterArguments {
    static final int MAX_PATTERN = 100;
    private static final Pattern NUMBER_PATTERN = Pattern.compile("[#,0.%;+\\- $€£]{1,40}");
    private static final int MAX_INDEX = 1_000_000;

    private FilterArguments() {}

    static Optional<String> wrong(Filter filter, List<JsonValue> arguments) {
        return switch (filter) {
            case ABBREVIATE -> wholeNumbers(filter, arguments, 1);
            case SLICE -> wholeNumbers(filter, arguments, 0);
            case ROUND ->
                wholeNumbers(filter, arguments, 0)
                        .or(() -> arguments.isEmpty() || integer(arguments.get(0)) <= 10
                                ? Optional.empty()
                                : Optional.of("'round' takes 0 to 10 digits"));
            case JOIN, REPLACE, SPLIT -> strings(filter, arguments);
            case DATE -> strings(filter, arguments).or(() -> date(arguments));
            case NUMBERFORMAT -> strings(filter, arguments).or(() -> numberFormat(arguments.get(0)));
            case DEFAULT, BASE64ENCODE, BASE64DECODE, CAPITALIZE, ESCAPE, FIRST, JSON, KEYS, LAST, LENGTH, LOWER ->
                Optional.empty();
            case REVERSE, SHA256, SORT, TRIM, UPPER, URLENCODE, VALUES -> Optional.empty();
        };
    }

    static int integer(JsonValue argument) {
        return ((JsonNumber) argument).intValue();
    }

    static String string(JsonValue argument) {
        return ((JsonString) argument).getString();
    }

    static DateTimeFormatter dateFormat(JsonValue pattern) {
        return DateTimeFormatter.ofPattern(string(pattern), Locale.ENGLISH);
    }

    static DecimalFormat numberFormat(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH));
    }

    private static Optional<String> strings(Filter filter, List<JsonValue> arguments) {
        return arguments.stream().allMatch(JsonString.class::isInstance)
                ? Optional.empty()
                : Optional.of("the filter '" + filter.word() + "' takes text in quotes");
    }

    private static Optional<String> wholeNumbers(Filter filter, List<JsonValue> arguments, int least) {
        for (JsonValue argument : arguments) {
            if (!(argument instanceof JsonNumber number)
                    || !number.isIntegral()
                    || number.longValue() < least
                    || number.longValue() > MAX_INDEX) {
                return Optional.of(
                        "the filter '" + filter.word() + "' takes whole numbers from " + least + " to " + MAX_INDEX);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> date(List<JsonValue> arguments) {
        try {
            if (string(arguments.get(0)).length() > MAX_PATTERN) {
                return Optional.of("a date pattern has at most " + MAX_PATTERN + " characters");
            }
            dateFormat(arguments.get(0));
            if (arguments.size() > 1) {
                ZoneId.of(string(arguments.get(1)));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.of("'date' cannot use this: " + e.getMessage());
        }
    }

    private static Optional<String> numberFormat(JsonValue pattern) {
        try {
            if (!NUMBER_PATTERN.matcher(string(pattern)).matches()) {
                return Optional.of("'numberformat' takes a pattern such as '#,##0.00'");
            }
            numberFormat(string(pattern));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("'numberformat' cannot use this pattern: " + e.getMessage());
        }
    }
}
