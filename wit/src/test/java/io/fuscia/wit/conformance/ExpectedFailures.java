package io.fuscia.wit.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of commands that do not behave as the reference says: {@code script:line how argument}. */
final class ExpectedFailures {
    private static final String RESOURCE = "expected-failures.txt";

    /** How a listed command fails. */
    enum How {
        /** A component is refused by a feature's name; what depends on it cannot run. */
        REFUSED,
        /** The file is component text, which is not read here. */
        TEXT,
        /** Argued in the list. */
        DIFFERS
    }

    /** One entry. */
    record Entry(How how, String argument) {}

    private final Map<String, Entry> entries;

    private ExpectedFailures(Map<String, Entry> entries) {
        this.entries = entries;
    }

    static ExpectedFailures load() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(ExpectedFailures.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            return new ExpectedFailures(reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +", 3))
                    .collect(Collectors.toMap(
                            parts -> parts[0],
                            parts -> new Entry(How.valueOf(parts[1].toUpperCase(Locale.ROOT)), parts[2]),
                            (first, second) -> {
                                throw new IllegalStateException("listed twice: " + first);
                            },
                            LinkedHashMap::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Entry> of(Script script, Command command) {
        return Optional.ofNullable(entries.get(key(script, command)));
    }

    static String key(Script script, Command command) {
        return script.name() + ":" + command.line();
    }

    /** Every key of the list. */
    Iterable<String> keys() {
        return entries.keySet();
    }
}
