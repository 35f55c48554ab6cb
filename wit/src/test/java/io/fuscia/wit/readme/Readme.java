package io.fuscia.wit.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code wit/README.md} and its generated parts: each lies between {@code <!-- NAME:begin -->} and
 * {@code <!-- NAME:end -->} lines. With {@code -Dfuscia.readme=write} a part that is out of date is rewritten.
 */
public final class Readme {
    private static final Path FILE = Path.of("README.md");

    private Readme() {}

    /** Checks that a part is what was generated. */
    public static void assertShows(String part, List<String> generated) {
        List<String> lines = lines();
        int begin = lines.indexOf("<!-- " + part + ":begin -->");
        int end = lines.indexOf("<!-- " + part + ":end -->");
        assertThat(begin).as("README.md has a part %s", part).isNotNegative().isLessThan(end);
        List<String> shown = lines.subList(begin + 1, end);
        if ("write".equals(System.getProperty("fuscia.readme")) && !shown.equals(generated)) {
            List<String> changed = new ArrayList<>(lines.subList(0, begin + 1));
            changed.addAll(generated);
            changed.addAll(lines.subList(end, lines.size()));
            write(changed);
            return;
        }
        assertThat(shown)
                .as("the part %s of wit/README.md; -Dfuscia.readme=write brings it up to date", part)
                .isEqualTo(generated);
    }

    /** Returns the code of the first block of a language, as it stands. */
    static List<String> code(String language) {
        List<String> lines = lines();
        int begin = lines.indexOf("```" + language);
        assertThat(begin).as("README.md has a block of %s", language).isNotNegative();
        int end = begin + lines.subList(begin, lines.size()).indexOf("```");
        return lines.subList(begin + 1, end);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(List<String> lines) {
        try {
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
