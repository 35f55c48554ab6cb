package io.fuscia.offline;

import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import jakarta.json.JsonArrayBuilder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The process behind {@code fuscia test}: arguments are expect files and, each after {@code --components}, folders of
 * components; standard output is one JSON document, {@code {files: […]}} or {@code {error: {message}}}; standard error
 * is for people. Ends with 0 also when tests failed: the report says so.
 */
public final class Offline {
    /** Where Derby's log goes; it finds this field by its name. */
    public static final OutputStream NOTHING = OutputStream.nullOutputStream();

    private static final String COMPONENTS = "--components";

    private Offline() {}

    /** Runs the files and ends the process. */
    public static void main(String[] arguments) {
        PrintStream report = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Whoever prints to standard output shall not spoil the report.
        System.setOut(System.err);
        quieten();
        int exit = 0;
        try {
            report.println(run(List.of(arguments)));
        } catch (FusciaException e) {
            report.println(JsonValues.JSON
                    .createObjectBuilder()
                    .add("error", JsonValues.JSON.createObjectBuilder().add("message", e.getMessage()))
                    .build());
            exit = 1;
        }
        System.exit(exit);
    }

    private static String run(List<String> arguments) {
        List<Path> components = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(COMPONENTS)) {
                components.add(Path.of(arguments.get(++i)));
            } else {
                files.add(Path.of(arguments.get(i)));
            }
        }
        JsonArrayBuilder reports = JsonValues.JSON.createArrayBuilder();
        try (OfflineEngine engine = OfflineEngine.start()) {
            WorkflowTests tests = new WorkflowTests(engine);
            components.forEach(tests::install);
            files.forEach(file -> reports.add(tests.run(file)));
        }
        return JsonValues.JSON
                .createObjectBuilder()
                .add("files", reports)
                .build()
                .toString();
    }

    /** Warnings are for people; how a container starts is not. */
    private static void quieten() {
        System.setProperty("derby.stream.error.field", Offline.class.getName() + ".NOTHING");
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        Logger.getLogger("org.jboss.weld").setLevel(Level.SEVERE);
    }
}
