package io.fuscia.cli.output;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Prints JSON values in the chosen format. */
public final class Printer {
    private final PrintWriter out;
    private final OutputFormat format;

    public Printer(PrintWriter out, OutputFormat format) {
        this.out = out;
        this.format = format;
    }

    /** The chosen format. */
    public OutputFormat format() {
        return format;
    }

    /** Whether a person is to read it, rather than a program. */
    public boolean isTable() {
        return format == OutputFormat.TABLE;
    }

    /** Prints a line of text. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints the value as JSON or YAML; as a table it is pretty-printed JSON, too. */
    public void value(JsonValue value) {
        out.print(format == OutputFormat.YAML ? yaml(value) : pretty(value) + "\n");
        out.flush();
    }

    /** Prints rows under headings, each column as wide as its widest cell; nothing but a note if there are no rows. */
    public void table(List<String> headings, List<List<String>> rows) {
        if (rows.isEmpty()) {
            line("none");
            return;
        }
        int[] widths = new int[headings.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(row.get(i));
                if (i < widths.length - 1) {
                    text.append(" ".repeat(widths[i] - row.get(i).length() + 2));
                }
            }
            line(text.toString().stripTrailing());
        }
    }

    /** The value as indented JSON without a line break at its end. */
    public static String pretty(JsonValue value) {
        if (!(value instanceof JsonObject) && !(value instanceof JsonArray)) {
            return value.toString();
        }
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(value);
        }
        return text.toString().strip();
    }

    private static String yaml(JsonValue value) {
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(plain(value));
    }

    private static Object plain(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.asJsonObject().forEach((key, member) -> map.put(key, plain(member)));
                yield map;
            }
            case ARRAY -> value.asJsonArray().stream().map(Printer::plain).toList();
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> {
                JsonNumber number = (JsonNumber) value;
                yield number.isIntegral() ? number.bigIntegerValue() : number.doubleValue();
            }
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
        };
    }
}
