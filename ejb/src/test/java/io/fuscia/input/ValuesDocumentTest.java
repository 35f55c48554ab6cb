package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of {@code ear/docs/values.md} say what the code does. */
class ValuesDocumentTest {
    private static final Path DOCUMENT = Path.of("../ear/docs/values.md");
    private static final Pattern WORD = Pattern.compile("`([a-z0-9]+)(?:\\([^`]*\\))?`");

    private static List<String[]> table(String heading) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int at = lines.indexOf(heading);
        assertThat(at).as(heading).isNotNegative();
        List<String[]> rows = new ArrayList<>();
        for (int i = at + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            rows.add(lines.get(i).substring(1).split("(?<!\\\\)\\|"));
        }
        return rows;
    }

    @Test
    void listsEveryFilterOnce() throws IOException {
        List<String> documented = new ArrayList<>();
        for (String[] row : table("| Filter | Gives |")) {
            Matcher matcher = WORD.matcher(row[0]);
            while (matcher.find()) {
                documented.add(matcher.group(1));
            }
        }

        assertThat(documented).containsExactlyInAnyOrderElementsOf(Filter.words());
    }

    @Test
    void coercesAsTheTableSays() throws IOException {
        List<String[]> rows = table("| The schema asks for | `Text` | becomes |");
        assertThat(rows).hasSizeGreaterThan(10);
        for (String[] row : rows) {
            JsonObject schema = JsonValues.parse(code(row[0])).orElseThrow().asJsonObject();
            String text = code(row[1]);
            String expected = row[2].strip();

            JsonValue value = Coercion.coerce(text.equals("(empty)") ? "" : text, SchemaTypes.of(schema))
                    .orElse(null);

            if (expected.equals("an error")) {
                assertThat(value).as(String.join("|", row)).isNull();
            } else {
                assertThat(value).as(String.join("|", row)).hasToString(code(row[2]));
            }
        }
    }

    private static String code(String cell) {
        String stripped = cell.strip();
        assertThat(stripped).startsWith("`").endsWith("`");
        return stripped.substring(1, stripped.length() - 1);
    }
}
