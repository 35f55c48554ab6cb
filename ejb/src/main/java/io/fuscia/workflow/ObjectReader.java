package io.fuscia.workflow;

import io.fuscia.input.JsonValues;
import io.fuscia.input.Suggestion;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the members of one object by name and reports what is missing, of the wrong type or out of range. Remembers what
 * it was asked for, so that {@link #refuseOthers} can name every key that nobody knows.
 */
public final class ObjectReader {
    private final Cursor at;
    private final Problems problems;
    private final String what;
    private final Set<String> known = new LinkedHashSet<>();

    /** @param what the object in messages, for example {@code a trigger} */
    public ObjectReader(Cursor at, Problems problems, String what) {
        this.at = at;
        this.problems = problems;
        this.what = what;
    }

    public Cursor at() {
        return at;
    }

    /** The member, present or not. */
    public Optional<Cursor> member(String name) {
        known.add(name);
        return at.member(name);
    }

    /** The member; a violation if it is not there. */
    public Optional<Cursor> required(String name) {
        Optional<Cursor> member = member(name);
        if (member.isEmpty()) {
            problems.error(at, "missing_key", what + " needs '" + name + "'");
        }
        return member;
    }

    /** Text of 1 to {@code maxLength} characters. */
    public Optional<String> text(Optional<Cursor> member, int maxLength) {
        return member.flatMap(cursor -> {
            Optional<String> text = string(cursor);
            if (text.isPresent() && (text.get().isEmpty() || text.get().length() > maxLength)) {
                problems.error(
                        cursor, "out_of_range", "'" + cursor.token() + "' must have 1 to " + maxLength + " characters");
                return Optional.empty();
            }
            return text;
        });
    }

    private Optional<String> string(Cursor cursor) {
        if (scalar(cursor) instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        wrongType(cursor, "a string");
        return Optional.empty();
    }

    public OptionalLong wholeNumber(String name, long least, long most) {
        Optional<Cursor> member = member(name);
        if (member.isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<BigDecimal> number = number(member.get(), BigDecimal.valueOf(least), BigDecimal.valueOf(most), true);
        return number.isPresent() ? OptionalLong.of(number.get().longValue()) : OptionalLong.empty();
    }

    public OptionalInt smallNumber(String name, int least, int most) {
        OptionalLong number = wholeNumber(name, least, most);
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    public Optional<Double> fraction(String name) {
        return member(name)
                .flatMap(cursor -> number(cursor, BigDecimal.ZERO, BigDecimal.ONE, false))
                .map(BigDecimal::doubleValue);
    }

    private Optional<BigDecimal> number(Cursor cursor, BigDecimal least, BigDecimal most, boolean whole) {
        if (!(scalar(cursor) instanceof JsonNumber number)) {
            wrongType(cursor, whole ? "a whole number" : "a number");
            return Optional.empty();
        }
        BigDecimal value = number.bigDecimalValue();
        if (whole && value.stripTrailingZeros().scale() > 0) {
            wrongType(cursor, "a whole number");
            return Optional.empty();
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.error(
                    cursor,
                    "out_of_range",
                    "'" + cursor.token() + "' must be from " + least + " to " + most + ", not "
                            + JsonValues.shown(number));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    public boolean flag(String name, boolean otherwise) {
        Optional<Cursor> member = member(name);
        if (member.isEmpty()) {
            return otherwise;
        }
        JsonValue value = scalar(member.get());
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            wrongType(member.get(), "true or false");
        }
        return value == null ? otherwise : value == JsonValue.TRUE;
    }

    /** One of an enum's names, written in lower case. */
    public <E extends Enum<E>> Optional<E> choice(Optional<Cursor> member, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        return choice(member, names).map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    /** One of some words. */
    public Optional<String> choice(Optional<Cursor> member, List<String> words) {
        return member.flatMap(cursor -> {
            Optional<String> text = string(cursor);
            if (text.isPresent() && !words.contains(text.get())) {
                problems.error(
                        cursor,
                        "unknown_value",
                        "'" + cursor.token() + "' must be one of " + String.join(", ", words) + ", not '"
                                + shortened(text.get()) + "'" + Suggestion.forName(text.get(), words));
                return Optional.empty();
            }
            return text;
        });
    }

    /** Reports every key that was never asked for. */
    public void refuseOthers() {
        for (Cursor member : at.members()) {
            if (!known.contains(member.token())) {
                problems.errorAtName(
                        member,
                        "unknown_key",
                        what + " has no '" + shortened(member.token()) + "'"
                                + Suggestion.forName(member.token(), known));
            }
        }
    }

    public void wrongType(Cursor cursor, String wanted) {
        wrongType(problems, cursor, wanted);
    }

    public static void wrongType(Problems problems, Cursor cursor, String wanted) {
        String name = cursor.token().isEmpty() ? "the document" : "'" + shortened(cursor.token()) + "'";
        problems.error(cursor, "wrong_type", name + " must be " + wanted + ", not " + typeName(cursor.value()));
    }

    private static String typeName(LocatedValue value) {
        if (value instanceof LocatedValue.ObjectNode) {
            return "an object";
        }
        if (value instanceof LocatedValue.ArrayNode) {
            return "an array";
        }
        JsonValue scalar = ((LocatedValue.ScalarNode) value).value();
        return scalar == JsonValue.NULL
                ? "null (leave it out instead)"
                : JsonValues.typeName(scalar) + " " + JsonValues.shown(scalar);
    }

    /** The scalar here; null for objects and arrays. */
    public static JsonValue scalar(Cursor cursor) {
        return cursor.value() instanceof LocatedValue.ScalarNode scalar ? scalar.value() : null;
    }

    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
