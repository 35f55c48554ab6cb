package io.fuscia.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document says what the resources do, no more and no less. */
class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            io.fuscia.web.artifact.ArtifactResource.class,
            io.fuscia.web.component.ComponentResource.class,
            io.fuscia.web.execution.ExecutionResource.class,
            io.fuscia.web.execution.LoopResource.class,
            io.fuscia.web.execution.RestartResource.class,
            io.fuscia.web.execution.TaskResource.class,
            io.fuscia.web.openapi.DescriptionResource.class,
            io.fuscia.web.openapi.SchemaResource.class,
            io.fuscia.web.retention.StorageResource.class,
            io.fuscia.web.server.ServerResource.class,
            io.fuscia.web.workflow.ExecutionStartResource.class,
            io.fuscia.web.workflow.WorkflowResource.class);

    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, POST.class, PUT.class, DELETE.class);

    @Test
    void describesExactlyTheOperationsThatThereAre() throws IOException {
        assertThat(described()).isEqualTo(implemented());
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        Object document = document();
        Set<String> broken = new TreeSet<>();
        collectBroken(document, document, broken);
        assertThat(broken).isEmpty();
    }

    private static Set<String> implemented() {
        Set<String> operations = new TreeSet<>();
        for (Class<?> resource : RESOURCES) {
            String base = resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                for (Class<? extends Annotation> verb : METHODS) {
                    if (method.isAnnotationPresent(verb)) {
                        Path path = method.getAnnotation(Path.class);
                        operations.add(verb.getSimpleName() + " /" + base + (path == null ? "" : "/" + path.value()));
                    }
                }
            }
        }
        return operations;
    }

    private static Set<String> described() throws IOException {
        Set<String> operations = new TreeSet<>();
        Map<?, ?> paths = (Map<?, ?>) ((Map<?, ?>) document()).get("paths");
        paths.forEach((path, item) -> ((Map<?, ?>) item)
                .keySet().stream()
                        .map(key -> key.toString().toUpperCase(Locale.ROOT))
                        .filter(key -> METHODS.stream()
                                .anyMatch(verb -> verb.getSimpleName().equals(key)))
                        .forEach(verb -> operations.add(verb + " " + path)));
        return operations;
    }

    private static void collectBroken(Object node, Object document, Set<String> broken) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference && !resolves(reference, document)) {
                broken.add(reference);
            }
            map.values().forEach(value -> collectBroken(value, document, broken));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collectBroken(value, document, broken));
        }
    }

    private static boolean resolves(String reference, Object document) {
        Object at = document;
        for (String part : reference.substring("#/".length()).split("/", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return at != null;
    }

    private static Object document() throws IOException {
        try (InputStream text = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new Load(LoadSettings.builder().build()).loadFromInputStream(text);
        }
    }
}
