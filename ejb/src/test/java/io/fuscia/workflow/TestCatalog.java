package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.component.ComponentCatalog;
import io.fuscia.component.ComponentManifest;
import io.fuscia.component.InstalledComponent;
import io.fuscia.component.ManifestReader;
import io.fuscia.component.SemanticVersion;
import io.fuscia.component.VersionRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Components that are said to be installed; nothing of them exists but their manifests. */
final class TestCatalog implements ComponentCatalog {
    private final List<InstalledComponent> installed = new ArrayList<>();

    /** The example components of the repository. */
    static TestCatalog ofExamples() {
        TestCatalog catalog = new TestCatalog();
        try (Stream<Path> folders = Files.list(Path.of("../ear/examples/components"))) {
            for (Path folder : folders.sorted().toList()) {
                catalog.add(Files.readString(folder.resolve("manifest.json")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return catalog;
    }

    /** A component with a task {@code run} whose inputs object has this schema. */
    TestCatalog task(String name, String version, String inputSchema) {
        return add("""
            {"name": "%s", "version": "%s", "tasks": [{"name": "run", "input_schema": %s}]}
            """.formatted(name, version, inputSchema));
    }

    TestCatalog add(String manifest) {
        ComponentManifest read = new ManifestReader().read(manifest.getBytes(StandardCharsets.UTF_8));
        return add(read, read.digest().orElse(Digest.of(manifest)));
    }

    TestCatalog add(ComponentManifest manifest, Digest digest) {
        installed.add(new InstalledComponent(manifest, digest, 1, Instant.EPOCH));
        return this;
    }

    @Override
    public Optional<InstalledComponent> find(String name, Optional<String> range) {
        return versions(name).stream()
                .filter(each ->
                        range.isEmpty() || VersionRange.parse(range.get()).includes(version(each)))
                .findFirst();
    }

    @Override
    public List<InstalledComponent> versions(String name) {
        return installed.stream()
                .filter(each -> each.manifest().name().equals(name))
                .sorted(Comparator.comparing(TestCatalog::version).reversed())
                .toList();
    }

    @Override
    public List<String> names() {
        return installed.stream()
                .map(each -> each.manifest().name())
                .distinct()
                .sorted()
                .toList();
    }

    private static SemanticVersion version(InstalledComponent component) {
        return SemanticVersion.parse(component.manifest().version());
    }
}
