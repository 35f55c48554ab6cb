package io.fuscia.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.FusciaServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command where nothing was built yet: the sources alone, as after {@code git clone}. */
class FirstCommandIT {
    private static final Set<String> NOT_IN_A_CLONE = Set.of("target", ".git", ".fuscia", "node_modules");
    private static final int TIMEOUT_MINUTES = 15;

    @TempDir
    Path clone;

    @Test
    void buildsProvisionsStartsAndRunsTheExampleFromSourcesAlone() throws Exception {
        copySources();
        Map<String, String> ports = FusciaServer.freePorts();
        try {
            String demo = fuscia(ports, "demo");
            assertThat(demo)
                    .contains("installed fuscia/order-summary 1.0.1")
                    .contains("✔ report  succeeded")
                    .contains("Report on 12 orders")
                    .contains("/api/v1/executions")
                    .contains("/console");
        } finally {
            // Also after a demo that failed half-way: it may have left a server.
            assertThat(fuscia(ports, "stop")).contains("Stopped (process");
        }
    }

    private String fuscia(Map<String, String> ports, String command) throws Exception {
        Path output = clone.resolve(command + ".out");
        var builder = new ProcessBuilder(clone.resolve("fuscia").toString(), command)
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // What the build that runs this test says about itself is not true of the one in the clone.
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("FUSCIA_") || (key.startsWith("MAVEN_") && !key.equals("MAVEN_OPTS")));
        builder.environment().putAll(ports);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as("fuscia %s: %s", command, text).isZero();
        return text;
    }

    private void copySources() throws IOException {
        Path root = FusciaServer.root();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(root)
                        && NOT_IN_A_CLONE.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(clone.resolve(root.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, clone.resolve(root.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
