package io.fuscia.cli.server;

import io.fuscia.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Path;

/** The server's PostgreSQL database, reached with PostgreSQL's own commands, from the variables of the run script. */
final class Postgresql {
    private final String url;
    private final String user;
    private final String password;

    private Postgresql(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    static boolean isConfigured() {
        return variable("FUSCIA_DB_URL", "").startsWith("jdbc:postgresql:");
    }

    /** @throws UsageProblem if the variables name no PostgreSQL */
    static Postgresql ofEnvironment() {
        if (!isConfigured()) {
            throw new UsageProblem(
                    "the server uses PostgreSQL: set FUSCIA_DB_URL, FUSCIA_DB_USER and FUSCIA_DB_PASSWORD"
                            + " as for the server");
        }
        return new Postgresql(
                variable("FUSCIA_DB_URL", "").substring("jdbc:".length()),
                variable("FUSCIA_DB_USER", "fuscia"),
                variable("FUSCIA_DB_PASSWORD", "fuscia"));
    }

    private static String variable(String name, String fallback) {
        String value = System.getenv(name);
        return value == null ? fallback : value;
    }

    void dump(Path file) {
        run("pg_dump", "--format=custom", "--no-owner", "--file=" + file, "--dbname=" + url);
    }

    /** Replaces all that is in the database, in one transaction. */
    void restore(Path file) {
        run(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--single-transaction",
                "--dbname=" + url,
                file.toString());
    }

    /** @throws UsageProblem if there is no such command of PostgreSQL here */
    static void requireCommand(String name) {
        run(new ProcessBuilder(name, "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private void run(String... words) {
        ProcessBuilder process = new ProcessBuilder(words).inheritIO();
        process.environment().put("PGUSER", user);
        process.environment().put("PGPASSWORD", password);
        run(process);
    }

    private static void run(ProcessBuilder process) {
        String name = process.command().get(0);
        try {
            int code = process.start().waitFor();
            if (code != 0) {
                throw new UsageProblem(name + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new UsageProblem(name + " could not be started; it comes with PostgreSQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("interrupted", e);
        }
    }
}
