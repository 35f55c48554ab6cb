package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final String url = "jdbc:derby:memory:" + UUID.randomUUID() + ";create=true";

    @Test
    void runsEveryScriptOnce() throws SQLException {
        Migrations migrations = new Migrations(Migrations.class.getClassLoader());

        assertThat(run(migrations)).contains("V1__execution.sql");
        assertThat(run(migrations)).isEmpty();
    }

    @Test
    void runsOnlyWhatIsNew() throws SQLException {
        run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)")));

        assertThat(run(scripts(
                        Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)", "V2__b.sql", "CREATE TABLE b (x INTEGER)"))))
                .containsExactly("V2__b.sql");
    }

    @Test
    void refusesAScriptThatChanged() throws SQLException {
        run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)")));

        assertThatThrownBy(() -> run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x BIGINT)"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("V1__a.sql changed");
    }

    @Test
    void refusesADatabaseOfANewerProgram() throws SQLException {
        run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)", "V2__b.sql", "CREATE TABLE b (x INTEGER)")));

        assertThatThrownBy(() -> run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer than this program");
    }

    @Test
    void changesNothingIfAScriptFails() throws SQLException {
        assertThatThrownBy(() ->
                        run(scripts(Map.of("V1__a.sql", "CREATE TABLE a (x INTEGER)", "V2__b.sql", "CREATE NONSENSE"))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("V2__b.sql");

        try (Connection connection = DriverManager.getConnection(url);
                ResultSet tables = connection.getMetaData().getTables(null, null, "A", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void letsOneOfSeveralStartingServersRunTheScripts() throws Exception {
        ExecutorService servers = Executors.newFixedThreadPool(4);
        try {
            Callable<List<String>> start = () -> run(new Migrations(Migrations.class.getClassLoader()));
            DriverManager.getConnection(url).close();
            int ran = 0;
            for (Future<List<String>> result : servers.invokeAll(List.of(start, start, start, start))) {
                ran += result.get().contains("V1__execution.sql") ? 1 : 0;
            }
            assertThat(ran).isEqualTo(1);
        } finally {
            servers.shutdownNow();
        }
    }

    @Test
    void hasTheSameScriptsForBothDatabases() throws Exception {
        ClassLoader loader = Migrations.class.getClassLoader();
        String list = new String(loader.getResourceAsStream("db/scripts.txt").readAllBytes(), StandardCharsets.UTF_8);
        List<String> names = list.lines().filter(line -> line.startsWith("V")).toList();

        assertThat(names).allSatisfy(name -> assertThat(
                        Stream.of("derby", "postgresql").map(folder -> loader.getResource("db/" + folder + "/" + name)))
                .doesNotContainNull());
    }

    private List<String> run(Migrations migrations) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            return migrations.run(connection);
        }
    }

    private static Migrations scripts(Map<String, String> scripts) {
        String list = String.join("\n", scripts.keySet().stream().sorted().toList());
        return new Migrations(new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                String text = name.equals("db/scripts.txt") ? list : scripts.get(name.replace("db/derby/", ""));
                return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
