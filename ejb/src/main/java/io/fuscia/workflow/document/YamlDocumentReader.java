package io.fuscia.workflow.document;

import io.fuscia.failure.FusciaException;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One reading of one YAML text. Built from the parser's events and not by its loader, because only so every value keeps
 * its place and depth and aliases are bounded while reading.
 */
final class YamlDocumentReader {
    private static final CoreSchema SCHEMA = new CoreSchema();
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_EXPONENT = 400;

    private final DocumentLimits limits;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private Event last;
    private int values;

    /** What an anchor names and how much it counts when an alias repeats it. */
    private record Anchored(LocatedValue value, int size, int height) {}

    YamlDocumentReader(String text, DocumentLimits limits) {
        this.limits = limits;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(limits.characters())
                .setUseMarks(true)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    LocatedValue read() {
        try {
            next();
            Event start = next();
            if (start.getEventId() == Event.ID.StreamEnd) {
                throw error("the document is empty", start);
            }
            LocatedValue root = value(next(), 1).value();
            next();
            Event end = next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw error("the text has more than one document; one is expected", end);
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            String problem = e.getProblem() == null ? e.getContext() : e.getProblem();
            throw DocumentReader.malformed(
                    "this is not YAML: " + problem,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1);
        } catch (YamlEngineException e) {
            throw DocumentReader.malformed("this is not YAML: " + e.getMessage(), lastLine(), lastColumn());
        }
    }

    private Event next() {
        last = events.next();
        return last;
    }

    private Anchored value(Event event, int depth) {
        if (depth > limits.depth()) {
            throw error("the document is nested deeper than " + limits.depth(), event);
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        count(1, event);
        int before = values;
        LocatedValue value;
        int height = 1;
        if (event instanceof ScalarEvent scalar) {
            value = scalar(scalar);
        } else if (event instanceof SequenceStartEvent sequence) {
            requireNoTag(sequence.getTag(), Tag.SEQ, event);
            List<LocatedValue> elements = new ArrayList<>();
            for (Event at = next(); at.getEventId() != Event.ID.SequenceEnd; at = next()) {
                Anchored element = value(at, depth + 1);
                height = Math.max(height, element.height() + 1);
                elements.add(element.value());
            }
            value = new LocatedValue.ArrayNode(elements, line(event), column(event));
        } else if (event instanceof MappingStartEvent mapping) {
            requireNoTag(mapping.getTag(), Tag.MAP, event);
            Map<String, LocatedValue.Member> members = new LinkedHashMap<>();
            for (Event at = next(); at.getEventId() != Event.ID.MappingEnd; at = next()) {
                String name = key(at, members);
                int nameLine = line(at);
                int nameColumn = column(at);
                Anchored member = value(next(), depth + 1);
                height = Math.max(height, member.height() + 1);
                members.put(name, new LocatedValue.Member(name, nameLine, nameColumn, member.value()));
            }
            value = new LocatedValue.ObjectNode(members, line(event), column(event));
        } else {
            throw error("a value is expected", event);
        }
        Anchored result = new Anchored(value, values - before + 1, height);
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), result));
        return result;
    }

    private Anchored alias(AliasEvent alias, int depth) {
        // An anchor is known only after its value ended, so a value cannot contain itself.
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw error(
                    "the alias *" + alias.getAlias().getValue() + " names nothing that is complete before it", alias);
        }
        count(anchored.size(), alias);
        if (depth + anchored.height() - 1 > limits.depth()) {
            throw error("the document is nested deeper than " + limits.depth(), alias);
        }
        return anchored;
    }

    private void count(int more, Event event) {
        if (more > limits.values() - values) {
            throw error("the document has more than " + limits.values() + " values, aliases included", event);
        }
        values += more;
    }

    private String key(Event event, Map<String, LocatedValue.Member> members) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw error(
                    "a key must be a string; if this is a template such as {{ $.trigger.name }}, put it in quotes",
                    event);
        }
        if (!Tag.STR.equals(tag(scalar))) {
            throw error("the key " + scalar.getValue() + " is not a string; put it in quotes", event);
        }
        if (members.containsKey(scalar.getValue())) {
            throw error("the key '" + scalar.getValue() + "' is there twice", event);
        }
        count(1, event);
        return scalar.getValue();
    }

    private LocatedValue scalar(ScalarEvent event) {
        Tag tag = tag(event);
        String text = event.getValue();
        JsonValue value;
        if (tag.equals(Tag.STR)) {
            value = JsonText.string(JsonText.requireWellFormed(text, message -> error(message, event)));
        } else if (tag.equals(Tag.NULL)) {
            value = JsonValue.NULL;
        } else if (tag.equals(Tag.BOOL)) {
            value = text.equalsIgnoreCase("true") ? JsonValue.TRUE : JsonValue.FALSE;
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            value = JsonText.number(number(text, event));
        } else {
            throw error("the tag " + tag.getValue() + " is not allowed", event);
        }
        return new LocatedValue.ScalarNode(value, line(event), column(event));
    }

    private BigDecimal number(String text, Event event) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw error("a number is longer than " + MAX_NUMBER_LENGTH + " characters", event);
        }
        try {
            if (text.startsWith("0x")) {
                return new BigDecimal(new BigInteger(text.substring(2), 16));
            }
            if (text.startsWith("0o")) {
                return new BigDecimal(new BigInteger(text.substring(2), 8));
            }
        } catch (NumberFormatException e) {
            throw error("'" + text + "' is not a number", event);
        }
        return JsonText.boundedNumber(
                text, MAX_NUMBER_LENGTH, MAX_EXPONENT, message -> error(message + "; quote it if it is text", event));
    }

    /** The tag as written, or what the core schema makes of a plain scalar. */
    private static Tag tag(ScalarEvent event) {
        Optional<String> written = event.getTag();
        if (written.isPresent() && !written.get().equals("!")) {
            return new Tag(written.get());
        }
        if (written.isPresent() || !event.isPlain()) {
            return Tag.STR;
        }
        return SCHEMA.getScalarResolver().resolve(event.getValue(), true);
    }

    private void requireNoTag(Optional<String> tag, Tag own, Event event) {
        if (tag.isPresent() && !tag.get().equals(own.getValue())) {
            throw error("the tag " + tag.get() + " is not allowed", event);
        }
    }

    private FusciaException error(String message, Event event) {
        return DocumentReader.malformed(message, line(event), column(event));
    }

    private int lastLine() {
        return last == null ? 1 : line(last);
    }

    private int lastColumn() {
        return last == null ? 1 : column(last);
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }
}
