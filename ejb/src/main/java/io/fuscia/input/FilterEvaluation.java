package io.fuscia.input;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What filters do. Works on JSON values only, so there is no object of Java's to get hold of. */
final class FilterEvaluation {
    private FilterEvaluation() {}

    /** @throws FusciaException {@code INVALID_INPUT} if the value is not of a kind that the filter takes or grows too large */
    static JsonValue apply(Template.FilterCall call, JsonValue value) {
        List<JsonValue> arguments = call.arguments();
        return switch (call.filter()) {
            case ABBREVIATE -> string(abbreviate(text(call, value), FilterArguments.integer(arguments.get(0))));
            case BASE64ENCODE ->
                string(Base64.getEncoder().encodeToString(text(call, value).getBytes(StandardCharsets.UTF_8)));
            case BASE64DECODE -> string(base64decode(text(call, value)));
            case CAPITALIZE -> string(capitalize(text(call, value)));
            case DATE -> string(date(call, value));
            case DEFAULT -> value == JsonValue.NULL ? arguments.get(0) : value;
            case ESCAPE -> string(escape(text(call, value)));
            case FIRST -> end(call, value, true);
            case JOIN ->
                string(join(array(call, value), arguments.isEmpty() ? "" : FilterArguments.string(arguments.get(0))));
            case JSON -> string(bounded(value.toString()));
            case KEYS ->
                JsonValues.array(object(call, value).keySet().stream()
                        .map(JsonValues::string)
                        .toList());
            case LAST -> end(call, value, false);
            case LENGTH -> length(call, value);
            case LOWER -> string(text(call, value).toLowerCase(Locale.ROOT));
            case NUMBERFORMAT ->
                string(FilterArguments.numberFormat(FilterArguments.string(arguments.get(0)))
                        .format(number(call, value)));
            case REPLACE ->
                string(replace(
                        text(call, value),
                        FilterArguments.string(arguments.get(0)),
                        FilterArguments.string(arguments.get(1))));
            case REVERSE -> reverse(call, value);
            case ROUND ->
                JsonValues.number(number(call, value)
                        .setScale(
                                arguments.isEmpty() ? 0 : FilterArguments.integer(arguments.get(0)),
                                RoundingMode.HALF_UP));
            case SHA256 -> string(Digest.of(text(call, value)).hex());
            case SLICE -> slice(call, value);
            case SORT -> sort(call, value);
            case SPLIT -> split(text(call, value), FilterArguments.string(arguments.get(0)));
            case TRIM -> string(text(call, value).strip());
            case UPPER -> string(text(call, value).toUpperCase(Locale.ROOT));
            case URLENCODE ->
                string(URLEncoder.encode(text(call, value), StandardCharsets.UTF_8)
                        .replace("+", "%20"));
            case VALUES -> JsonValues.array(object(call, value).values());
        };
    }

    private static JsonString string(String text) {
        return JsonValues.string(bounded(text));
    }

    private static String bounded(String text) {
        if (text.length() > TemplateEvaluation.MAX_TEXT) {
            throw tooLong();
        }
        return text;
    }

    private static FusciaException tooLong() {
        return error("the text grows past " + TemplateEvaluation.MAX_TEXT + " characters");
    }

    private static String text(Template.FilterCall call, JsonValue value) {
        return switch (value.getValueType()) {
            case STRING, NUMBER, TRUE, FALSE -> bounded(JsonValues.text(value));
            case ARRAY, OBJECT, NULL -> throw wrongType(call, "text", value);
        };
    }

    private static BigDecimal number(Template.FilterCall call, JsonValue value) {
        if (value instanceof JsonNumber number
                && Math.abs((long) number.bigDecimalValue().scale()) <= 1000) {
            return number.bigDecimalValue();
        }
        throw wrongType(call, "a number", value);
    }

    private static JsonArray array(Template.FilterCall call, JsonValue value) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrongType(call, "an array", value);
    }

    private static JsonObject object(Template.FilterCall call, JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrongType(call, "an object", value);
    }

    private static String abbreviate(String text, int length) {
        int characters = text.codePointCount(0, text.length());
        return characters <= length ? text : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static String base64decode(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw error("'base64decode' needs base64: " + e.getMessage());
        }
    }

    private static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int second = text.offsetByCodePoints(0, 1);
        return text.substring(0, second).toUpperCase(Locale.ROOT) + text.substring(second);
    }

    private static String date(Template.FilterCall call, JsonValue value) {
        ZoneId zone = call.arguments().size() > 1
                ? ZoneId.of(FilterArguments.string(call.arguments().get(1)))
                : ZoneOffset.UTC;
        try {
            ZonedDateTime time;
            if (value instanceof JsonNumber number) {
                time = Instant.ofEpochMilli(number.longValueExact()).atZone(zone);
            } else {
                time = instant(text(call, value), zone);
            }
            return FilterArguments.dateFormat(call.arguments().get(0)).format(time);
        } catch (DateTimeException | ArithmeticException e) {
            throw error("'date' cannot read or write " + JsonValues.shown(value) + ": " + e.getMessage());
        }
    }

    /** A time without an offset is meant in the zone asked for. */
    private static ZonedDateTime instant(String text, ZoneId zone) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(zone);
        }
        try {
            return OffsetDateTime.parse(text).atZoneSameInstant(zone);
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).atZone(zone);
        }
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static JsonValue end(Template.FilterCall call, JsonValue value, boolean first) {
        if (value instanceof JsonArray array) {
            if (array.isEmpty()) {
                throw error("the filter '" + call.filter().word() + "' needs at least one element");
            }
            return array.get(first ? 0 : array.size() - 1);
        }
        String text = text(call, value);
        if (text.isEmpty()) {
            return value;
        }
        return string(
                first
                        ? text.substring(0, text.offsetByCodePoints(0, 1))
                        : text.substring(text.offsetByCodePoints(text.length(), -1)));
    }

    private static String join(JsonArray array, String separator) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            out.append(JsonValues.text(array.get(i)));
            if (out.length() > TemplateEvaluation.MAX_TEXT) {
                throw tooLong();
            }
        }
        return out.toString();
    }

    private static JsonValue length(Template.FilterCall call, JsonValue value) {
        if (value instanceof JsonArray array) {
            return JsonValues.number(array.size());
        }
        if (value instanceof JsonObject object) {
            return JsonValues.number(object.size());
        }
        String text = text(call, value);
        return JsonValues.number(text.codePointCount(0, text.length()));
    }

    private static String replace(String text, String old, String replacement) {
        if (old.isEmpty()) {
            throw error("'replace' needs something to replace");
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int found = text.indexOf(old); found >= 0; found = text.indexOf(old, from)) {
            out.append(text, from, found).append(replacement);
            from = found + old.length();
            if (out.length() > TemplateEvaluation.MAX_TEXT) {
                throw tooLong();
            }
        }
        return out.append(text, from, text.length()).toString();
    }

    private static JsonValue reverse(Template.FilterCall call, JsonValue value) {
        if (value instanceof JsonArray array) {
            List<JsonValue> elements = new ArrayList<>(array);
            Collections.reverse(elements);
            return JsonValues.array(elements);
        }
        return string(new StringBuilder(text(call, value)).reverse().toString());
    }

    private static JsonValue slice(Template.FilterCall call, JsonValue value) {
        int from = FilterArguments.integer(call.arguments().get(0));
        int to = call.arguments().size() > 1
                ? FilterArguments.integer(call.arguments().get(1))
                : Integer.MAX_VALUE;
        if (value instanceof JsonArray array) {
            int end = Math.min(to, array.size());
            return JsonValues.array(from >= end ? List.of() : array.subList(from, end));
        }
        String text = text(call, value);
        int end = Math.min(to, text.codePointCount(0, text.length()));
        if (from >= end) {
            return string("");
        }
        int start = text.offsetByCodePoints(0, from);
        return string(text.substring(start, text.offsetByCodePoints(start, end - from)));
    }

    private static JsonValue sort(Template.FilterCall call, JsonValue value) {
        JsonArray array = array(call, value);
        List<JsonValue> elements = new ArrayList<>(array);
        if (elements.stream().allMatch(JsonNumber.class::isInstance)) {
            elements.sort(Comparator.comparing(element -> number(call, element)));
        } else if (elements.stream().allMatch(JsonString.class::isInstance)) {
            elements.sort(Comparator.comparing(JsonValues::text));
        } else {
            throw error("the filter 'sort' needs only numbers or only strings");
        }
        return JsonValues.array(elements);
    }

    private static JsonValue split(String text, String separator) {
        List<JsonValue> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(string(Character.toString(c))));
            return JsonValues.array(parts);
        }
        int from = 0;
        for (int found = text.indexOf(separator); found >= 0; found = text.indexOf(separator, from)) {
            parts.add(string(text.substring(from, found)));
            from = found + separator.length();
        }
        parts.add(string(text.substring(from)));
        return JsonValues.array(parts);
    }

    private static FusciaException wrongType(Template.FilterCall call, String wanted, JsonValue value) {
        return error("the filter '" + call.filter().word() + "' needs " + wanted + ", not " + JsonValues.typeName(value)
                + " " + JsonValues.shown(value));
    }

    private static FusciaException error(String message) {
        return new FusciaException(ErrorCode.INVALID_INPUT, message);
    }
}
