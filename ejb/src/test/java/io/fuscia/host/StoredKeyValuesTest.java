package io.fuscia.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@code fuscia.test.postgresql}, on PostgreSQL. */
class StoredKeyValuesTest {
    private final TestDatabase database = new TestDatabase();
    private final StoredKeyValues pairs = new StoredKeyValues(database, "orders/hook", 100);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsEveryTextAsItIs() {
        for (String text : List.of(
                "", "plain", "\0", "a\0b", "\u0001", "\u0001\"a\"", "\u0001\0", "\"\\u0000\"", "\u00e9\ud83d\ude00")) {
            pairs.set(text, text);
            assertThat(pairs.get(text)).as(text).contains(text);
            pairs.set(text, text + "!");
            assertThat(pairs.get(text)).as(text).contains(text + "!");
            pairs.delete(text);
            assertThat(pairs.get(text)).as(text).isEmpty();
        }
    }

    @Test
    void readsWhatWasStoredBeforeSuchTextsWereQuoted() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO trigger_value (scope, pair_key, pair_value) VALUES ('orders/hook', 'k', ?)")) {
            insert.setString(1, "\u0001 as it was");
            insert.executeUpdate();
        }

        assertThat(pairs.get("k")).contains("\u0001 as it was");
    }

    @Test
    void countsWhatTheComponentGaveNotWhatIsStored() {
        pairs.set("k", "\0".repeat(99));

        assertThat(pairs.get("k")).contains("\0".repeat(99));
        assertThatThrownBy(() -> pairs.set("l", "")).isInstanceOf(HostLimit.class);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThatThrownBy(() -> pairs.set("k".repeat(513), "v"))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }
}
