package io.fuscia.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fuscia.artifact.ArtifactLimits;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.artifact.Digest;
import io.fuscia.component.Capabilities;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.TestDatabase;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.CancellationToken;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.wasi.http.EgressPolicy;
import jakarta.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ComponentHostTest {
    private static final ComponentLimits LIMITS =
            new ComponentLimits(20_000, 60_000, 256, 10_000, 64, 1_000, 1 << 20, 1 << 20, 1_000, 10, 1_000);

    @TempDir
    static Path directory;

    private static TestDatabase database;
    private static ComponentEngine engine;
    private static final Map<Digest, byte[]> BYTES = new ConcurrentHashMap<>();

    private static final EgressPolicy EGRESS = EgressPolicy.of(List.of("*"), true, List.of());

    private Capabilities asked = Capabilities.NONE;
    private final KeyValueScopes scopes = new KeyValueScopes(database, LIMITS.keyValueBytes());
    private final ComponentHost host = host(LIMITS);

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        engine = new ComponentEngine();
    }

    @AfterAll
    static void stop() {
        engine.close();
        database.close();
    }

    private ComponentHost host(ComponentLimits limits) {
        Properties settings = new Properties();
        settings.setProperty("fuscia.config.acme/tool.greeting", "hello");
        return new ComponentHost(
                engine,
                ComponentHostTest::load,
                limits,
                64 << 20,
                scopes,
                new Artifacts(database, new DataDirectory(directory), ArtifactLimits.DEFAULT, Clock.systemUTC()),
                new Grants((name, version) -> asked, EGRESS, new GrantedPaths(List.of(directory), List.of())),
                new OperatorSettings(settings, Map.of()),
                Clock.systemUTC());
    }

    private static byte[] load(Digest digest) {
        byte[] bytes = BYTES.get(digest);
        if (bytes == null) {
            throw new FusciaException(ErrorCode.COMPONENT_NOT_FOUND, "no bytes for " + digest);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-task", "rust-task", "assemblyscript-task", "js-task", "noop-task"})
    void givesBackWhatTheTaskReturns(String guest) {
        String data = "{\"op\":\"echo\",\"text\":\"Grüße, 世界 🎉\"}";
        assertThat(returned(run(guest, data))).isEqualTo(guest.equals("noop-task") ? "{}" : data);
    }

    @Test
    void tellsTheTaskWhoItIs() {
        assertThat(returned(run("c-task", "{\"op\":\"ctx\"}")))
                .isEqualTo("{\"execution_id\":\"execution-1\",\"node_id\":\"node-1\",\"task_id\":\"task-1\"}");
    }

    @Test
    void tellsTheTaskItsNameAndTheOperatorsSettings() {
        assertThat(returned(run("c-task", "{\"op\":\"config\",\"key\":\"fuscia.task\"}")))
                .isEqualTo("{\"value\":\"run\"}");
        assertThat(returned(run("c-task", "{\"op\":\"config\",\"key\":\"greeting\"}")))
                .isEqualTo("{\"value\":\"hello\"}");
        assertThat(returned(run("c-task", "{\"op\":\"config\",\"key\":\"other\"}")))
                .isEqualTo("{\"value\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-wasi-task", "rust-wasi-task"})
    void logsWhatIsPrinted(String guest) {
        ComponentResult<String> result = run(guest, "{\"op\":\"print\",\"message\":\"hello from inside\"}");
        returned(result);
        assertThat(result.log()).extracting(LogLine::message).contains("hello from inside");
        assertThat(result.log()).extracting(LogLine::level).contains(LogLine.Level.INFO, LogLine.Level.WARN);
    }

    @Test
    void runsGuestsWithAllOfWasi() {
        assertThat(returned(run("js-wasi-task", "{\"op\":\"echo\"}"))).isEqualTo("{\"op\":\"echo\"}");
        assertThat(returned(run("rust-wasi-task", "{\"op\":\"random\"}"))).contains("hex");
        assertThat(returned(run("rust-wasi-task", "{\"op\":\"env\"}"))).contains("\"env\":{}");
    }

    @Test
    void opensOnlyDirectoriesThatManifestAndOperatorName() throws IOException {
        Path file = Files.writeString(directory.resolve("note.txt"), "inside");
        String read = Json.createObjectBuilder()
                .add("op", "read-file")
                .add("path", file.toString())
                .build()
                .toString();
        assertThat(failure(run("rust-wasi-task", read)).code()).isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
        asked = new Capabilities(List.of(), List.of(new Capabilities.AllowedPath(directory.toString(), true)));
        ComponentHost granted = host(LIMITS);
        ComponentCall call = call("rust-wasi-task", "run", "e", Duration.ZERO, new CancellationToken());
        assertThat(returned(granted.callTask(call, read))).contains("inside");
        String write = read.replace("read-file", "write-file");
        assertThat(failure(granted.callTask(call, write)).code()).isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
        asked = new Capabilities(List.of(), List.of(new Capabilities.AllowedPath("/etc", false)));
        assertThat(failure(host(LIMITS).callTask(call, read.replace(file.toString(), "/etc/hostname")))
                        .code())
                .isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
    }

    @Test
    void reachesOnlyHostsThatTheManifestNames() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            String get = "{\"op\":\"http-get\",\"url\":\"" + url + "/\"}";
            ComponentCall call = call("rust-http-task", "run", "e", Duration.ZERO, new CancellationToken());
            assertThat(failure(host.callTask(call, get)).message()).contains("denied");
            asked = new Capabilities(List.of(url), List.of());
            assertThat(returned(host(LIMITS).callTask(call, get))).contains("\"status\":200", "ok");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keepsPairsWithinAnExecution() {
        run("c-task", "{\"op\":\"kv-set\",\"key\":\"a\",\"value\":\"1\"}");
        String get = "{\"op\":\"kv-get\",\"key\":\"a\"}";
        assertThat(returned(run("rust-task", get))).isEqualTo("{\"value\":\"1\"}");
        ComponentCall elsewhere = call("c-task", "run", "execution-2", Duration.ZERO, new CancellationToken());
        assertThat(returned(host.callTask(elsewhere, get))).isEqualTo("{\"value\":null}");
        scopes.release("execution-1");
        assertThat(returned(run("c-task", get))).isEqualTo("{\"value\":null}");
    }

    @Test
    void keepsNoStateBetweenCallsButThePairs() {
        assertThat(returned(run("c-task", "{\"op\":\"kv\"}")))
                .isEqualTo("{\"before\":null,\"stored\":\"value\",\"after\":null}");
        assertThat(returned(run("c-task", "{\"op\":\"kv\"}")))
                .isEqualTo("{\"before\":null,\"stored\":\"value\",\"after\":null}");
    }

    @Test
    void keepsLogLinesWithTheirLevels() {
        ComponentResult<String> result = run("c-task", "{\"op\":\"log\",\"message\":\"look\"}");
        assertThat(result.log()).extracting(LogLine::message).containsOnly("look");
        assertThat(result.log()).extracting(LogLine::level).containsExactly(LogLine.Level.values());
    }

    @Test
    void dropsLogLinesPastTheLimitAndFailsAGuestThatNeverStops() {
        ComponentResult<String> result = run("bad-chatter", "{}");
        assertThat(limit(result).which()).isEqualTo("log_lines");
        assertThat(result.log()).hasSize(11);
        assertThat(result.log().get(10).message()).contains("dropped");
    }

    @Test
    void reportsAReturnedErrorAsRetryableUnlessPermanent() {
        ComponentFailure failure = failure(run("c-task", "{\"op\":\"fail\",\"message\":\"try later\"}"));
        assertThat(failure).isInstanceOf(ComponentFailure.Returned.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.message()).contains("acme/tool@1.2.3", "'run'", "'node-1'", "try later");
        assertThat(failure(run("c-task", "{\"op\":\"no such\"}")).retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "bad-trap, UNREACHABLE, COMPONENT_TRAPPED",
        "bad-divide, DIVIDE_BY_ZERO, COMPONENT_TRAPPED",
        "bad-invalid-utf8, INVALID_STRING, COMPONENT_INVALID_OUTPUT",
        "bad-out-of-bounds, POINTER_OUT_OF_BOUNDS, COMPONENT_INVALID_OUTPUT",
    })
    void reportsTraps(String guest, TrapCode trap, ErrorCode code) {
        ComponentFailure failure = failure(run(guest, "{}"));
        assertThat(failure).isInstanceOfSatisfying(ComponentFailure.Trapped.class, trapped -> assertThat(trapped.trap())
                .isEqualTo(trap));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).contains("acme/tool@1.2.3", "'run'", "'node-1'");
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"bad-recurse, stack", "bad-huge, memory", "bad-hoard, kv_bytes"})
    void reportsLimits(String guest, String which) {
        ComponentResult<String> result = run(guest, "{}");
        assertThat(limit(result).which()).isEqualTo(which);
        assertThat(limit(result).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void boundsTheOutput() {
        ComponentLimits roomy =
                new ComponentLimits(20_000, 60_000, 4_096, 10_000, 64, 1_000, 1 << 20, 1 << 20, 1_000, 10, 1_000);
        ComponentCall call = call("bad-huge", "run", "execution-1", Duration.ZERO, new CancellationToken());
        assertThat(limit(host(roomy).callTask(call, "{}")).which()).isEqualTo("output");
    }

    @Test
    void boundsMemoryThatAGuestGrows() {
        ComponentResult<String> result = run("bad-grow", "{}");
        if (result instanceof ComponentResult.Returned<String> returned) {
            assertThat(returned.value()).matches("\\{\"pages\":2[0-9]{2}}");
        } else {
            assertThat(limit(result).which()).isEqualTo("memory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-loop", "bad-linger"})
    void stopsAGuestThatNeverReturns(String guest) {
        ComponentCall call = call(guest, "run", "execution-1", Duration.ofMillis(300), new CancellationToken());
        ComponentResult<String> result = host.callTask(call, "{}");
        assertThat(limit(result).which()).isEqualTo("wall_time");
        assertThat(limit(result).code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
        assertThat(returned(run("c-task", "{\"op\":\"echo\"}"))).isEqualTo("{\"op\":\"echo\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "bad-start-loop, wall_time",
        "bad-start-grow, memory",
        "bad-start-memories, memory",
        "bad-realloc-loop, wall_time",
        "bad-post-return-loop, wall_time"
    })
    void keepsItsLimitsWhereverTheGuestsCodeRuns(String guest, String which) {
        ComponentCall call = call(guest, "run", "execution-1", Duration.ofMillis(300), new CancellationToken());
        ComponentFailure.Limit limit = limit(host.callTask(call, "{}"));
        assertThat(limit.which()).isEqualTo(which);
        assertThat(limit.code())
                .isEqualTo(which.equals("memory") ? ErrorCode.LIMIT_EXCEEDED : ErrorCode.NODE_TIMED_OUT);
        assertThat(returned(run("c-task", "{\"op\":\"echo\"}"))).isEqualTo("{\"op\":\"echo\"}");
    }

    @Test
    void reportsATrapInAStartFunctionAsAFailedInstantiation() {
        assertThat(failure(run("bad-start-trap", "{}")))
                .isInstanceOf(ComponentFailure.Instantiation.class)
                .extracting(ComponentFailure::code)
                .isEqualTo(ErrorCode.COMPONENT_INSTANTIATION_FAILED);
    }

    @Test
    void cancelsAGuestThatIsStillBeingInstantiated() throws InterruptedException {
        CancellationToken token = new CancellationToken();
        ComponentCall call = call("bad-start-loop", "run", "execution-1", Duration.ZERO, token);
        AtomicReference<ComponentResult<String>> result = new AtomicReference<>();
        Thread running = new Thread(() -> result.set(host.callTask(call, "{}")));
        running.start();
        token.cancel();
        running.join();
        assertThat(failure(result.get())).isInstanceOf(ComponentFailure.Cancelled.class);
    }

    @Test
    void refusesInputThatIsNoText() {
        ComponentFailure failure = failure(run("c-task", "{\"op\":\"echo\",\"text\":\"half \ud83c\"}"));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(failure.message()).contains("acme/tool@1.2.3", "surrogate");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void callsAFailureForWantOfBytesOverHttpALimit() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 100_000);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            asked = new Capabilities(List.of(url), List.of());
            ComponentLimits stingy =
                    new ComponentLimits(20_000, 60_000, 256, 10_000, 64, 1_000, 1 << 20, 50_000, 1_000, 10, 1_000);
            ComponentCall call = call("rust-http-task", "run", "e", Duration.ZERO, new CancellationToken());
            ComponentResult<String> result =
                    host(stingy).callTask(call, "{\"op\":\"http-get\",\"url\":\"" + url + "/\"}");
            assertThat(limit(result).which()).isEqualTo("http_bytes");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void callsTheOperatorsWallTimeALimit() {
        ComponentLimits hurried =
                new ComponentLimits(200, 200, 256, 10_000, 64, 1_000, 1 << 20, 1 << 20, 1_000, 10, 100_000);
        ComponentCall call = call("bad-loop", "run", "execution-1", Duration.ofHours(1), new CancellationToken());
        assertThat(limit(host(hurried).callTask(call, "{}")).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void endsAfterACancellation() throws InterruptedException {
        CancellationToken token = new CancellationToken();
        ComponentCall call = call("bad-loop", "run", "execution-1", Duration.ZERO, token);
        host.callTask(call("noop-task", "run", "execution-1", Duration.ZERO, token), "{}");
        CountDownLatch started = new CountDownLatch(1);
        Thread canceller = new Thread(() -> {
            try {
                started.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
            token.cancel();
        });
        canceller.start();
        ComponentFailure failure = failure(host.callTask(call, "{}"));
        assertThat(failure).isInstanceOf(ComponentFailure.Cancelled.class);
        assertThat(failure.retryable()).isFalse();
        canceller.join();
        assertThat(failure(host.callTask(call, "{}"))).isInstanceOf(ComponentFailure.Cancelled.class);
    }

    @Test
    void prefersTheInstanceNamedAsTheTask() {
        ComponentCall parse = call("two-tasks-shared-types", "parse", "e", Duration.ZERO, new CancellationToken());
        assertThat(returned(host.callTask(parse, "{\"csv\":\"a,b\\n1,2\\n\"}"))).contains("\"a\":\"1\"");
        ComponentCall other = call("two-tasks-shared-types", "other", "e", Duration.ZERO, new CancellationToken());
        assertThat(failure(host.callTask(other, "{}")).code()).isEqualTo(ErrorCode.COMPONENT_INSTANTIATION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-import",
                "wrong-shape",
                "no-task",
                "trap-on-start",
                "loop-on-start",
                "greedy-memory",
                "greedy-table"
            })
    void reportsWhatCannotBeInstantiated(String guest) {
        ComponentFailure failure = failure(run(guest, "{}"));
        assertThat(failure).isInstanceOf(ComponentFailure.Instantiation.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_INSTANTIATION_FAILED);
        assertThat(failure.message()).contains("acme/tool@1.2.3");
    }

    @Test
    void reportsWhatCannotBeLoaded() {
        ComponentCall call = new ComponentCall(
                "acme/tool",
                "1.2.3",
                Digest.of("nothing"),
                "run",
                "e",
                "n",
                "t",
                Duration.ZERO,
                new CancellationToken());
        assertThat(failure(host.callTask(call, "{}")).code()).isEqualTo(ErrorCode.COMPONENT_NOT_FOUND);
        assertThat(failure(run("core-module", "{}")).code()).isEqualTo(ErrorCode.COMPONENT_INSTANTIATION_FAILED);
    }

    @Test
    void keepsATriggersPairsBetweenItsEvents() {
        ComponentCall call = call("rust-trigger", "watch", "workflow-1", Duration.ZERO, new CancellationToken());
        assertThat(triggered(call, new TriggerEvent.Poll())).isEmpty();
        assertThat(triggered(call, new TriggerEvent.Poll())).isPresent();
        ComponentCall other = call("rust-trigger", "watch", "workflow-2", Duration.ZERO, new CancellationToken());
        assertThat(triggered(other, new TriggerEvent.Poll())).isEmpty();
    }

    @Test
    void givesATriggerTheRequest() {
        ComponentCall call = call("rust-trigger", "watch", "workflow-3", Duration.ZERO, new CancellationToken());
        TriggerEvent request = new TriggerEvent.Webhook(
                "POST", "/orders?x=1", List.of(Map.entry("X-A", "1"), Map.entry("x-a", "2")), Optional.of("{}"));
        assertThat(triggered(call, request).orElseThrow()).contains("/orders?x=1", "POST", "X-A");
        TriggerEvent pending = new TriggerEvent.Webhook("GET", "/x/pending", List.of(), Optional.empty());
        assertThat(triggered(call, pending)).isEmpty();
    }

    private Optional<String> triggered(ComponentCall call, TriggerEvent event) {
        return returned(host.callTrigger(call, event));
    }

    private ComponentResult<String> run(String guest, String data) {
        return host.callTask(call(guest, "run", "execution-1", Duration.ZERO, new CancellationToken()), data);
    }

    private static ComponentCall call(
            String guest, String export, String execution, Duration timeout, CancellationToken token) {
        byte[] bytes = Guests.guest(guest);
        Digest digest = Digest.of(bytes);
        BYTES.put(digest, bytes);
        return new ComponentCall("acme/tool", "1.2.3", digest, export, execution, "node-1", "task-1", timeout, token);
    }

    private static <T> T returned(ComponentResult<T> result) {
        assertThat(result).isInstanceOf(ComponentResult.Returned.class);
        return ((ComponentResult.Returned<T>) result).value();
    }

    private static ComponentFailure failure(ComponentResult<?> result) {
        assertThat(result).isInstanceOf(ComponentResult.Failed.class);
        return ((ComponentResult.Failed<?>) result).failure();
    }

    private static ComponentFailure.Limit limit(ComponentResult<?> result) {
        assertThat(failure(result)).isInstanceOf(ComponentFailure.Limit.class);
        return (ComponentFailure.Limit) failure(result);
    }
}
