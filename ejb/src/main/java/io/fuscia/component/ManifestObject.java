package io.fuscia.component;

import io.fuscia.failure.Violation;
import io.fuscia.workflow.document.LocatedValue;
import io.fuscia.workflow.document.LocatedValue.ArrayNode;
import io.fuscia.workflow.document.LocatedValue.Member;
import io.fuscia.workflow.document.LocatedValue.ObjectNode;
import io.fuscia.workflow.document.LocatedValue.ScalarNode;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of a manifest that is being read: typed members, and violations where they are not what they should be. */
final class ManifestObject {
    private final String pointer;
    private final ObjectNode node;
    private final List<Violation> violations;

    private ManifestObject(String pointer, ObjectNode node, List<Violation> violations) {
        this.pointer = pointer;
        this.node = node;
        this.violations = violations;
    }

    static ManifestObject root(LocatedValue value, List<Violation> violations) {
        if (value instanceof ObjectNode object) {
            return new ManifestObject("", object, violations);
        }
        violations.add(violation(value, "", "invalid_type", "a manifest is a JSON object"));
        return new ManifestObject("", new ObjectNode(Map.of(), value.line(), value.column()), violations);
    }

    /** Takes one element of an array that may be a text or an object; one of the two is null. */
    interface TextOrObject {
        void take(String pointer, String text, ManifestObject object);
    }

    void allowKeys(String... keys) {
        List<String> known = Arrays.asList(keys);
        for (Member member : node.members().values()) {
            if (!known.contains(member.name())) {
                violations.add(new Violation(
                        Violation.Severity.ERROR,
                        pointer + "/" + escape(member.name()),
                        "unknown_key",
                        "'" + member.name() + "' is not a known key" + suggestion(member.name(), known),
                        member.line(),
                        member.column()));
            }
        }
    }

    private static String suggestion(String key, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(key, other)))
                .filter(nearest -> distance(key, nearest) <= Math.max(2, nearest.length() / 3))
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; known are " + String.join(", ", known));
    }

    /** Levenshtein's distance, of keys cut to a length that no known key has. */
    private static int distance(String left, String right) {
        String a = left.length() > 40 ? left.substring(0, 40) : left;
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }

    Optional<LocatedValue> member(String key) {
        return Optional.ofNullable(node.members().get(key)).map(Member::value);
    }

    /** The text, or null after a violation. */
    String requiredText(String key) {
        if (member(key).isEmpty()) {
            violations.add(violation(node, pointer, "missing_key", "'" + key + "' is missing"));
            return null;
        }
        return text(key).orElse(null);
    }

    Optional<String> text(String key) {
        return member(key).flatMap(value -> textOf(value, key));
    }

    private Optional<String> textOf(LocatedValue value, String key) {
        if (value instanceof ScalarNode scalar && scalar.value() instanceof JsonString string) {
            return Optional.of(string.getString());
        }
        refuse(key, "invalid_type", "'" + key + "' must be a string");
        return Optional.empty();
    }

    boolean flag(String key, boolean otherwise) {
        Optional<JsonValue> value = member(key).map(LocatedValue::toJson);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get() != JsonValue.TRUE && value.get() != JsonValue.FALSE) {
            refuse(key, "invalid_type", "'" + key + "' must be true or false");
        }
        return value.get() == JsonValue.TRUE;
    }

    long wholeNumber(String key, long otherwise) {
        Optional<JsonValue> value = member(key).map(LocatedValue::toJson);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get() instanceof JsonNumber number && isLong(number)) {
            return number.longValue();
        }
        refuse(key, "invalid_type", "'" + key + "' must be a whole number");
        return otherwise;
    }

    private static boolean isLong(JsonNumber number) {
        try {
            number.longValueExact();
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    Optional<ManifestObject> object(String key) {
        return member(key).flatMap(value -> objectOf(value, key));
    }

    private Optional<ManifestObject> objectOf(LocatedValue value, String path) {
        if (value instanceof ObjectNode object) {
            return Optional.of(new ManifestObject(pointer + "/" + path, object, violations));
        }
        refuse(path, "invalid_type", "'" + path + "' must be an object");
        return Optional.empty();
    }

    List<ManifestObject> objects(String key) {
        List<LocatedValue> elements = elements(key);
        List<ManifestObject> objects = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            objectOf(elements.get(i), key + "/" + i).ifPresent(objects::add);
        }
        return objects;
    }

    List<String> texts(String key) {
        List<LocatedValue> elements = elements(key);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            texts.add(textOf(elements.get(i), key + "/" + i).orElse("*"));
        }
        return texts;
    }

    void textsOrObjects(String key, TextOrObject taker) {
        List<LocatedValue> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            String path = key + "/" + i;
            if (elements.get(i) instanceof ObjectNode) {
                taker.take(path, null, objectOf(elements.get(i), path).orElseThrow());
            } else {
                textOf(elements.get(i), path).ifPresent(text -> taker.take(path, text, null));
            }
        }
    }

    private List<LocatedValue> elements(String key) {
        Optional<LocatedValue> value = member(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof ArrayNode array) {
            return array.elements();
        }
        refuse(key, "invalid_type", "'" + key + "' must be an array");
        return List.of();
    }

    void refuseIfPresent(String key, String message) {
        if (member(key).isPresent()) {
            refuse(key, "unexpected_key", message);
        }
    }

    /** @param path pointer below this object without the leading slash; empty for the object itself */
    void refuse(String path, String code, String message) {
        LocatedValue at = node;
        for (String token : path.split("/", -1)) {
            String step = token.replace("~1", "/").replace("~0", "~");
            if (at instanceof ObjectNode object && object.members().containsKey(step)) {
                at = object.members().get(step).value();
            } else if (at instanceof ArrayNode array && step.matches("[0-9]{1,6}")) {
                int index = Integer.parseInt(step);
                at = index < array.elements().size() ? array.elements().get(index) : at;
            }
        }
        violations.add(violation(at, path.isEmpty() ? pointer : pointer + "/" + path, code, message));
    }

    private static Violation violation(LocatedValue at, String pointer, String code, String message) {
        return new Violation(Violation.Severity.ERROR, pointer, code, message, at.line(), at.column());
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
