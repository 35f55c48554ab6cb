package io.fuscia.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own, made of the installed binaries, in a fresh directory and on a free port of 127.0.0.1, with an
 * empty database {@code fuscia}. PostgreSQL does not run as root: for root it runs as the user {@code postgres}.
 */
public final class PostgresServer implements AutoCloseable {
    private final Path binaries;
    private final Path directory;
    private final int port;

    private PostgresServer(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
    }

    /** Whether the binaries are there (Debian: package postgresql). */
    public static boolean isInstalled() {
        return binaries().isPresent();
    }

    private static Optional<Path> binaries() {
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Path::compareTo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(Path::of)
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    /** Makes and starts it. */
    public static PostgresServer start() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path directory = Files.createTempDirectory("fuscia-postgresql");
            PostgresServer server = new PostgresServer(binaries().orElseThrow(), directory, free.getLocalPort());
            free.close();
            if (isRoot()) {
                run(List.of("chown", "postgres", directory.toString()));
            }
            server.run("initdb", "--pgdata=" + server.data(), "--username=fuscia", "--auth=trust", "--encoding=UTF8");
            server.up();
            server.run("createdb", "--host=127.0.0.1", "--port=" + server.port, "--username=fuscia", "fuscia");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again; returns when it answers. */
    public void up() {
        run(
                "pg_ctl",
                "--pgdata=" + data(),
                "--log=" + directory.resolve("log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -k " + directory,
                "--wait",
                "start");
    }

    /** Ends it as a power failure would. */
    public void down() {
        run("pg_ctl", "--pgdata=" + data(), "--mode=immediate", "--wait", "stop");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** What makes a server use it. */
    public Map<String, String> environment() {
        return Map.of("FUSCIA_DB_URL", url(), "FUSCIA_DB_USER", "fuscia", "FUSCIA_DB_PASSWORD", "fuscia");
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/fuscia";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "fuscia", "fuscia");
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(String command, String... arguments) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.add(binaries.resolve(command).toString());
        words.addAll(List.of(arguments));
        run(words);
    }

    private static void run(List<String> words) {
        try {
            Path output = Files.createTempFile("fuscia-command", ".log");
            Process process = new ProcessBuilder(words)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(words + ": " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        down();
        run(List.of("rm", "-rf", directory.toString()));
    }
}
