package io.fuscia.batch.model;

import io.fuscia.artifact.Digest;
import io.fuscia.component.ComponentCatalog;
import io.fuscia.component.InstalledComponent;
import io.fuscia.component.ManifestReader;
import io.fuscia.input.JsonSchemas;
import io.fuscia.workflow.DefinitionParser;
import io.fuscia.workflow.Resolution;
import io.fuscia.workflow.WorkflowResolver;
import io.fuscia.workflow.document.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Saves drawn workflows as a server does that has the one component they use: what it would refuse is no case. */
final class Saving {
    private static final String MANIFEST = """
            {"name": "test/task", "version": "1.0.0", "tasks": [{"name": "run"}]}
            """;
    private static final WorkflowResolver RESOLVER = new WorkflowResolver(new OneComponent(), new JsonSchemas());

    private Saving() {}

    /** The locked workflow, or why there is none. */
    static Resolution save(Drawing drawing) {
        return RESOLVER.resolve(new DefinitionParser().parse(drawing.json(), DocumentFormat.JSON));
    }

    static boolean isRefused(Drawing drawing) {
        return save(drawing).workflow().isEmpty();
    }

    private static final class OneComponent implements ComponentCatalog {
        private final InstalledComponent only = new InstalledComponent(
                new ManifestReader().read(MANIFEST.getBytes(StandardCharsets.UTF_8)),
                Digest.of(MANIFEST),
                1,
                Instant.EPOCH);

        @Override
        public Optional<InstalledComponent> find(String name, Optional<String> range) {
            return versions(name).stream().findFirst();
        }

        @Override
        public List<InstalledComponent> versions(String name) {
            return names().contains(name) ? List.of(only) : List.of();
        }

        @Override
        public List<String> names() {
            return List.of(only.manifest().name());
        }
    }
}
