package io.fuscia.cli.test;

import io.fuscia.cli.UsageProblem;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report in the XML that CI servers read: a suite for each expect file. */
final class JUnitReport {
    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes the file, and the folders it is in. */
    static void write(Path file, JsonObject report) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                new JUnitReport(XMLOutputFactory.newInstance().createXMLStreamWriter(out)).write(report);
            }
        } catch (IOException | XMLStreamException e) {
            throw new UsageProblem("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void write(JsonObject report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        for (JsonObject file : report.getJsonArray("files").getValuesAs(JsonObject.class)) {
            suite(file);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private void suite(JsonObject file) throws XMLStreamException {
        List<JsonObject> tests =
                file.containsKey("tests") ? file.getJsonArray("tests").getValuesAs(JsonObject.class) : List.of();
        boolean broken = file.containsKey("error");
        long failed = tests.stream().filter(test -> !test.getBoolean("passed")).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file.getString("file"));
        xml.writeAttribute("tests", String.valueOf(broken ? 1 : tests.size()));
        xml.writeAttribute("failures", String.valueOf(failed));
        xml.writeAttribute("errors", broken ? "1" : "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute(
                "time",
                seconds(tests.stream()
                        .mapToLong(test -> test.getInt("duration_ms"))
                        .sum()));
        for (JsonObject test : tests) {
            test(file.getString("file"), test);
        }
        if (broken) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("name", "is valid");
            xml.writeAttribute("classname", file.getString("file"));
            xml.writeAttribute("time", seconds(0));
            problem("error", file.getJsonObject("error").getString("message"), String.join("\n", Findings.of(file)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void test(String file, JsonObject test) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", test.getString("name"));
        xml.writeAttribute("classname", file);
        xml.writeAttribute("time", seconds(test.getInt("duration_ms")));
        List<String> findings = Findings.of(file, test);
        if (!findings.isEmpty()) {
            problem("failure", findings.get(0), String.join("\n", findings));
        }
        String log = test.getJsonArray("log").stream()
                .map(line -> ((jakarta.json.JsonString) line).getString())
                .collect(Collectors.joining("\n"));
        if (!log.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(valid(log));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void problem(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", valid(message));
        xml.writeCharacters(valid(text));
        xml.writeEndElement();
    }

    /** What guests log may hold characters that no XML document can. */
    private static String valid(String text) {
        return text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c > 0xFFFF
                        ? c
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.3f", milliseconds / 1_000.0);
    }
}
