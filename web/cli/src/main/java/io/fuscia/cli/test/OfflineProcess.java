package io.fuscia.cli.test;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The engine without a server, in a process of its own: its classes are not the command's. */
final class OfflineProcess {
    private OfflineProcess() {}

    /** Runs expect files with these folders of components; gives the report. Its log goes to our standard error. */
    static JsonObject run(List<Path> files, List<Path> components) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString()));
        for (Path folder : components) {
            command.add("--components");
            command.add(folder.toString());
        }
        files.forEach(file -> command.add(file.toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            return report(report, exit);
        } catch (IOException e) {
            throw new UsageProblem("cannot start the tests: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("interrupted", e);
        }
    }

    private static JsonObject report(String text, int exit) {
        try {
            JsonObject report = ApiClient.parse(text).asJsonObject();
            if (report.containsKey("error")) {
                throw new UsageProblem(report.getJsonObject("error").getString("message"));
            }
            return report;
        } catch (JsonException | ClassCastException e) {
            throw new UsageProblem("the tests ended with exit code " + exit + " and without a report", e);
        }
    }

    private static Path jar() {
        String root = System.getProperty("fuscia.root");
        if (root == null) {
            throw new UsageProblem("this command needs the engine of a checkout: use its ./fuscia script");
        }
        Path jar = Path.of(root, "ejb", "offline", "target", "fuscia-offline.jar");
        if (!Files.isRegularFile(jar)) {
            throw new UsageProblem("there is no " + jar + ": build it with ./mvnw -q -Dquickly -DskipTests package"
                    + " -pl ejb/offline -am");
        }
        return jar;
    }
}
