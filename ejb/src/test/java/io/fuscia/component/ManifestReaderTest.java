package io.fuscia.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.host.Guests;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String WHOLE = """
            {
              "name": "acme/tools",
              "version": "1.2.3-rc.1+build",
              "description": "Tools",
              "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
              "capabilities": {
                "allowed_hosts": ["api.example.com", "http://*.example.org:8080"],
                "allowed_paths": ["/data", {"path": "/out", "writable": true}]
              },
              "tasks": [{"name": "resize_image", "input_schema": {"type": "object"}, "output_schema": {}}],
              "triggers": [
                {"name": "watch", "trigger_type": "poll", "interval_ms": 5000},
                {"name": "hook", "trigger_type": "webhook", "method": "PUT", "payload_schema": {}}
              ]
            }
            """;

    private final ManifestReader reader = new ManifestReader();

    @Test
    void readsEverything() {
        ComponentManifest manifest = read(WHOLE);
        assertThat(manifest.coordinates()).isEqualTo("acme/tools@1.2.3-rc.1+build");
        assertThat(manifest.capabilities().allowedHosts()).hasSize(2);
        assertThat(manifest.capabilities().allowedPaths())
                .containsExactly(
                        new Capabilities.AllowedPath("/data", false), new Capabilities.AllowedPath("/out", true));
        assertThat(manifest.task("resize_image").orElseThrow().inputSchema()).isPresent();
        assertThat(manifest.trigger("watch").orElseThrow().kind())
                .isEqualTo(new TriggerExport.Kind.Poll(Duration.ofSeconds(5)));
        assertThat(manifest.trigger("hook").orElseThrow().kind()).isEqualTo(new TriggerExport.Kind.Webhook("PUT"));
    }

    @Test
    void readsWhatTheWriterWrites() {
        ComponentManifest manifest = read(WHOLE);
        assertThat(reader.read(ManifestWriter.write(manifest))).isEqualTo(manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "echo", "json-transform", "noop", "order-summary"})
    void readsTheExamples(String example) {
        assertThat(reader.read(Guests.read(Guests.example(example).resolve("manifest.json")))
                        .tasks())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                                         |                        | invalid_type
                    {"version":"1.0.0","tasks":[{"name":"a"}]}                 |                        | missing_key
                    {"name":"a/b","tasks":[{"name":"a"}]}                      |                        | missing_key
                    {"name":"a/b","version":"1.0.0"}                           |                        | no_exports
                    {"name":5,"version":"1.0.0","tasks":[{"name":"a"}]}        | /name                  | invalid_type
                    {"name":"A/b","version":"1.0.0","tasks":[{"name":"a"}]}    | /name                  | invalid_name
                    {"name":"ab","version":"1.0.0","tasks":[{"name":"a"}]}     | /name                  | invalid_name
                    {"name":"a/../b","version":"1.0.0","tasks":[{"name":"a"}]} | /name                  | invalid_name
                    {"name":"a/b","version":"1.0","tasks":[{"name":"a"}]}      | /version               | invalid_version
                    {"name":"a/b","version":"v1.0.0","tasks":[{"name":"a"}]}   | /version               | invalid_version
                    {"name":"a/b","version":"^1.0.0","tasks":[{"name":"a"}]}   | /version               | invalid_version
                    {"name":"a/b","version":"1.0.0","tasks":{}}                | /tasks                 | invalid_type
                    {"name":"a/b","version":"1.0.0","tasks":["a"]}             | /tasks/0               | invalid_type
                    {"name":"a/b","version":"1.0.0","tasks":[{}]}              | /tasks/0               | missing_key
                    {"name":"a/b","version":"1.0.0","tasks":[{"name":"a b"}]}  | /tasks/0/name          | invalid_name
                    {"name":"a/b","version":"1.0.0","tasks":[{"name":"a"},{"name":"a"}]} | /tasks/1/name | duplicate_name
                    {"name":"a/b","version":"1.0.0","task":[{"name":"a"}]}     | /task                  | unknown_key
                    {"name":"a/b","version":"1.0.0","digest":"md5:1","tasks":[{"name":"a"}]} | /digest  | invalid_digest
                    {"name":"a/b","version":"1.0.0","tasks":[{"name":"a","input_schema":1}]} | /tasks/0/input_schema | invalid_type
                    {"name":"a/b","version":"1.0.0","tasks":[{"name":"a","input_schema":{"type":"text"}}]} | /tasks/0/input_schema/type | invalid_schema
                    {"name":"a/b","version":"1.0.0","capabilities":{"allowed_hosts":["ftp://x"]},"tasks":[{"name":"a"}]} | /capabilities/allowed_hosts/0 | invalid_host
                    {"name":"a/b","version":"1.0.0","capabilities":{"allowed_paths":["../x"]},"tasks":[{"name":"a"}]} | /capabilities/allowed_paths/0 | invalid_path
                    {"name":"a/b","version":"1.0.0","capabilities":{"allowed_paths":["/a/../x"]},"tasks":[{"name":"a"}]} | /capabilities/allowed_paths/0 | invalid_path
                    {"name":"a/b","version":"1.0.0","capabilities":{"allowed_paths":[{"path":"/a","write":true}]},"tasks":[{"name":"a"}]} | /capabilities/allowed_paths/0/write | unknown_key
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a"}]} | /triggers/0            | missing_key
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a","trigger_type":"cron"}]} | /triggers/0/trigger_type | invalid_trigger_type
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a","trigger_type":"poll","interval_ms":1}]} | /triggers/0/interval_ms | invalid_interval
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a","trigger_type":"poll","interval_ms":1.5}]} | /triggers/0/interval_ms | invalid_type
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a","trigger_type":"webhook","method":"get"}]} | /triggers/0/method | invalid_method
                    {"name":"a/b","version":"1.0.0","triggers":[{"name":"a","trigger_type":"webhook","interval_ms":9}]} | /triggers/0/interval_ms | unexpected_key
                    """)
    void refuses(String json, String pointer, String code) {
        FusciaException refused = refused(json);
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_MANIFEST);
        assertThat(refused.violations())
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(pointer == null ? "" : pointer, code));
    }

    @Test
    void reportsEverythingAtOnceWithPlacesAndSuggestions() {
        FusciaException refused = refused("""
                {
                  "name": "nope",
                  "versoin": "1.0.0",
                  "tasks": [{"name": "a", "inputs": {}}]
                }
                """);
        assertThat(refused.violations())
                .extracting(Violation::code)
                .containsExactlyInAnyOrder("unknown_key", "invalid_name", "missing_key", "unknown_key");
        Violation unknown = refused.violations().get(0);
        assertThat(unknown.message()).contains("did you mean 'version'?");
        assertThat(unknown.line()).isEqualTo(3);
        assertThat(unknown.column()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"name\": 1, \"name\": 2}", "{} x", "// comment\n{}", "{'name': 1}"})
    void refusesWhatIsNotJson(String json) {
        FusciaException refused = refused(json);
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_MANIFEST);
        assertThat(refused.violations()).hasSize(1);
    }

    private ComponentManifest read(String json) {
        return reader.read(json.getBytes(UTF_8));
    }

    private FusciaException refused(String json) {
        FusciaException refused = catchThrowableOfType(FusciaException.class, () -> read(json));
        assertThat(refused).as(json).isNotNull();
        return refused;
    }
}
