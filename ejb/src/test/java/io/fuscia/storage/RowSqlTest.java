package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowSqlTest {
    /** A table as the engine's are: a key, text that may be missing and large, numbers that may be missing. */
    @Table(name = "row_sql")
    static final class Row {
        @Id
        @Column(name = "row_id")
        String id;

        @Column(name = "long_text")
        String text;

        int number;

        @Column(name = "maybe")
        Long maybe;

        static Row of(int index) {
            Row row = new Row();
            row.id = String.format("%04d", index);
            row.text = index % 3 == 0 ? null : "text " + index;
            row.number = index;
            row.maybe = index % 2 == 0 ? null : Long.valueOf(index);
            return row;
        }

        String shown() {
            return id + " " + text + " " + number + " " + maybe;
        }
    }

    private final TestDatabase database = new TestDatabase();
    private final RowSql<Row> rows = new RowSql<>(Row.class);
    private Connection connection;

    @BeforeEach
    void create() throws SQLException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE row_sql (row_id VARCHAR(36) NOT NULL PRIMARY KEY, long_text "
                    + (database.dialect() == Dialect.DERBY ? "CLOB" : "TEXT")
                    + ", number INTEGER NOT NULL, maybe BIGINT)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void insertsAnyNumberOfRowsAsTheyAre() throws SQLException {
        int from = 0;
        List<String> expected = new ArrayList<>();
        for (int count : List.of(0, 1, 2, 3, 4, 5, 15, 16, 17, 20, 21, 33, 100)) {
            List<Row> some =
                    IntStream.range(from, from + count).mapToObj(Row::of).toList();
            rows.insert(connection, some);
            some.forEach(row -> expected.add(row.shown()));
            from += count;

            assertThat(stored()).as("after " + count + " more").isEqualTo(expected);
        }
    }

    @Test
    void aRowThatIsThereFailsThoseOfItsStatement() throws SQLException {
        rows.insert(connection, List.of(Row.of(7)));
        List<Row> some = IntStream.range(0, 16).mapToObj(Row::of).toList();

        assertThatThrownBy(() -> rows.insert(connection, some))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
    }

    private List<String> stored() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery(
                        "SELECT row_id, long_text, number, maybe FROM row_sql ORDER BY row_id")) {
            while (all.next()) {
                Row row = new Row();
                row.id = all.getString(1);
                row.text = all.getString(2);
                row.number = all.getInt(3);
                long maybe = all.getLong(4);
                row.maybe = all.wasNull() ? null : Long.valueOf(maybe);
                found.add(row.shown());
            }
        }
        return found;
    }
}
