package io.fuscia.task;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fuscia.artifact.ArtifactLimits;
import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.failure.ErrorCode;
import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import io.fuscia.storage.TestDatabase;
import io.fuscia.wit.wasi.http.EgressPolicy;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodeSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HttpTaskRunnerTest {
    private static final EgressPolicy LOCAL = EgressPolicy.of(List.of("*"), true, List.of());

    @TempDir
    static Path directory;

    private static TestDatabase database;
    private static Artifacts artifacts;

    private HttpServer server;
    private ExecutorService workers;
    private HttpTaskRunner runner;
    private final Cancellation cancellation = new Cancellation();

    @BeforeAll
    static void createDatabase() {
        database = new TestDatabase();
        artifacts = new Artifacts(database, new DataDirectory(directory), ArtifactLimits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workers = Executors.newCachedThreadPool();
        server.setExecutor(workers);
        server.createContext("/echo", HttpTaskRunnerTest::echo);
        server.start();
        runner = new HttpTaskRunner(LOCAL, new HttpSettings(10_000, 2_000, 1 << 20, 0), artifacts);
    }

    @AfterEach
    void stop() {
        runner.close();
        server.stop(0);
        workers.shutdownNow();
    }

    @Test
    void sendsTheRequestAndReadsTheJsonResponse() {
        JsonObject inputs =
                json("{'method':'POST','headers':{'X-One':'1','X-Two':['a','b']},'query':{'q':'a b&c','n':3},"
                        + "'body':{'x':[1,null]},'auth':{'type':'basic','username':'me','password':'secret'}}");
        JsonObject output = succeeded(run(at("/echo?first=1", inputs)));
        assertThat(output.getInt("status")).isEqualTo(200);
        assertThat(output.getJsonObject("headers").getString("content-type")).isEqualTo("application/json");
        JsonObject seen = output.getJsonObject("body");
        assertThat(seen.getString("method")).isEqualTo("POST");
        assertThat(seen.getString("uri")).isEqualTo("/echo?first=1&q=a%20b%26c&n=3");
        assertThat(seen.getString("body")).isEqualTo("{\"x\":[1,null]}");
        JsonObject headers = seen.getJsonObject("headers");
        assertThat(headers.getString("x-one")).isEqualTo("1");
        assertThat(headers.getString("x-two")).isEqualTo("a,b");
        assertThat(headers.getString("content-type")).isEqualTo("application/json");
        assertThat(headers.getString("authorization")).isEqualTo("Basic bWU6c2VjcmV0");
        assertThat(headers.getString("idempotency-key")).isEqualTo("execution-1/node-1/0");
        assertThat(headers.getString("traceparent")).startsWith("00-");
        assertThat(headers.getString("host"))
                .isEqualTo("127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void sendsTextAndTokens() {
        JsonObject inputs = json("{'method':'put','body':'plain','auth':{'type':'bearer','token':'t0k'}}");
        JsonObject seen = succeeded(run(at("/echo", inputs))).getJsonObject("body");
        assertThat(seen.getString("method")).isEqualTo("PUT");
        assertThat(seen.getString("body")).isEqualTo("plain");
        assertThat(seen.getJsonObject("headers").getString("authorization")).isEqualTo("Bearer t0k");
        JsonObject keyed =
                json("{'auth':{'type':'header','name':'X-Key','value':'k'},'headers':{'Idempotency-Key':'mine'}}");
        JsonObject headers =
                succeeded(run(at("/echo", keyed))).getJsonObject("body").getJsonObject("headers");
        assertThat(headers.getString("x-key")).isEqualTo("k");
        assertThat(headers.getString("idempotency-key")).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "200, false, false", "204, false, false", "304, false, false", "400, true, false", "401, true, false",
        "404, true, false", "408, true, true", "409, true, false", "429, true, true", "500, true, true",
        "502, true, true", "503, true, true", "302, false, false"
    })
    void classifiesStatuses(int status, boolean fails, boolean retryable) {
        answer("/status", status, "text/plain", "hm".getBytes(UTF_8));
        TaskOutcome outcome = run(at("/status", json("{}")));
        if (!fails) {
            assertThat(succeeded(outcome).getInt("status")).isEqualTo(status);
            return;
        }
        TaskOutcome.Failed failed = failed(outcome);
        assertThat(failed.code()).isEqualTo(ErrorCode.HTTP_RESPONSE_STATUS);
        assertThat(failed.retryable()).isEqualTo(retryable);
        assertThat(failed.detail().getInt("status")).isEqualTo(status);
        assertThat(failed.detail().getString("body")).isEqualTo("hm");
        assertThat(failed.message()).contains("node-1", "/status", String.valueOf(status));
    }

    @Test
    void keepsTextAsText() {
        answer("/text", 200, "text/plain; charset=ISO-8859-1", "Grüße".getBytes(ISO_8859_1));
        assertThat(succeeded(run(at("/text", json("{}")))).getString("body")).isEqualTo("Grüße");
        answer("/broken", 200, "application/json", "{not json".getBytes(UTF_8));
        assertThat(succeeded(run(at("/broken", json("{}")))).getString("body")).isEqualTo("{not json");
        answer("/empty", 200, "application/json", new byte[0]);
        assertThat(succeeded(run(at("/empty", json("{}")))).get("body")).isEqualTo(JsonValue.NULL);
        answer("/scalar", 200, "application/problem+json", "42".getBytes(UTF_8));
        assertThat(succeeded(run(at("/scalar", json("{}")))).getInt("body")).isEqualTo(42);
    }

    @Test
    void keepsBinaryAsAnArtifactWithItsContentType() throws IOException {
        byte[] bytes = {0, (byte) 0xff, 1, 2};
        answer("/image", 200, "image/png", bytes);
        TaskOutcome outcome = run(at("/image", json("{}")));
        ArtifactReference reference =
                ((TaskOutcome.Succeeded) outcome).artifacts().get(0);
        assertThat(succeeded(outcome).getJsonObject("body")).isEqualTo(reference.toJson());
        assertThat(artifacts.find(reference.id()).orElseThrow().reference().contentType())
                .isEqualTo("image/png");
        try (InputStream content = artifacts.read(reference.id())) {
            assertThat(content.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void unzipsWhatWasZipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write("[1]".getBytes(UTF_8));
        }
        server.createContext("/zip", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            respond(exchange, 200, "application/json", zipped.toByteArray());
        });
        assertThat(succeeded(run(at("/zip", json("{}")))).getJsonArray("body").getInt(0))
                .isEqualTo(1);
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        answer("/large", 200, "text/plain", new byte[(1 << 20) + 1]);
        assertThat(failed(run(at("/large", json("{}")))).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            zip.write(new byte[50 << 20]);
        }
        server.createContext("/bomb", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            respond(exchange, 200, "text/plain", bomb.toByteArray());
        });
        assertThat(failed(run(at("/bomb", json("{}")))).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void sendsLargeBodies() {
        String large = "x".repeat(3 << 20);
        server.createContext(
                "/length",
                exchange -> respond(
                        exchange,
                        200,
                        "text/plain",
                        String.valueOf(exchange.getRequestBody().readAllBytes().length)
                                .getBytes(UTF_8)));
        JsonObject inputs = Json.createObjectBuilder()
                .add("method", "POST")
                .add("body", large)
                .build();
        assertThat(succeeded(run(at("/length", inputs))).getString("body")).isEqualTo(String.valueOf(3 << 20));
    }

    @Test
    void endsWhenTheNodesTimeIsOver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            JsonObject inputs = json("{'url':'http://127.0.0.1:" + silent.getLocalPort() + "/'}");
            TaskOutcome.Failed failed = failed(runner.run(request(inputs, Duration.ofMillis(150)), cancellation));
            assertThat(failed.code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
            assertThat(failed.retryable()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void endsOnACancellationAlthoughTheServerIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            JsonObject inputs = json("{'url':'http://127.0.0.1:" + silent.getLocalPort() + "/'}");
            CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(
                    () -> {
                        try (Socket socket = silent.accept()) {
                            socket.getInputStream().read();
                            cancellation.cancel(Cancellation.Reason.REQUESTED);
                            return socket.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    workers);
            TaskOutcome.Failed failed = failed(runner.run(request(inputs, Duration.ZERO), cancellation));
            assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED);
            // The client has closed the connection: otherwise the server would read on.
            assertThat(rest.get()).isNotEmpty();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(failed(run(at("/echo", json("{}")))).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void saysWhenTheExecutionsTimeWasOver() {
        cancellation.cancel(Cancellation.Reason.EXECUTION_TIMED_OUT);
        assertThat(failed(run(at("/echo", json("{}")))).code()).isEqualTo(ErrorCode.EXECUTION_TIMED_OUT);
    }

    @Test
    void leavesAnInterruptFromElsewhereInPlace() {
        Thread.currentThread().interrupt();
        assertThat(failed(run(at("/echo", json("{}")))).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void reportsConnectionsThatFailAsRetryable() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        TaskOutcome.Failed refused = failed(run(json("{'url':'http://127.0.0.1:" + free + "/'}")));
        assertThat(refused.code()).isEqualTo(ErrorCode.HTTP_REQUEST_FAILED);
        assertThat(refused.retryable()).isTrue();
        TaskOutcome.Failed unknown = failed(run(json("{'url':'http://nowhere.invalid/'}")));
        assertThat(unknown.code()).isEqualTo(ErrorCode.HTTP_REQUEST_FAILED);
        assertThat(unknown.message()).contains("nowhere.invalid");
    }

    @Test
    void reportsAnswersThatAreNotHttp() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            workers.execute(() -> {
                try (Socket socket = odd.accept()) {
                    socket.getOutputStream().write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(UTF_8));
                    socket.getOutputStream().flush();
                    socket.getInputStream().read(new byte[1024]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            TaskOutcome.Failed failed = failed(run(json("{'url':'http://127.0.0.1:" + odd.getLocalPort() + "/'}")));
            assertThat(failed.code()).isEqualTo(ErrorCode.HTTP_REQUEST_FAILED);
        }
    }

    @Test
    void deniesWhatTheOperatorDoesNotAllow() {
        try (HttpTaskRunner strict =
                new HttpTaskRunner(EgressPolicy.of(List.of("*"), false, List.of()), HttpSettings.DEFAULT, artifacts)) {
            TaskOutcome.Failed failed =
                    failed(strict.run(request(at("/echo", json("{}")), Duration.ZERO), cancellation));
            assertThat(failed.code()).isEqualTo(ErrorCode.EGRESS_DENIED);
            assertThat(failed.retryable()).isFalse();
        }
        try (HttpTaskRunner listed = new HttpTaskRunner(
                EgressPolicy.of(List.of("example.com"), true, List.of()), HttpSettings.DEFAULT, artifacts)) {
            assertThat(failed(listed.run(request(at("/echo", json("{}")), Duration.ZERO), cancellation))
                            .code())
                    .isEqualTo(ErrorCode.EGRESS_DENIED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'url':5}",
                "{'url':'not a url'}",
                "{'url':'/relative'}",
                "{'url':'ftp://127.0.0.1/'}",
                "{'url':'http://user:pw@127.0.0.1/'}",
                "{'url':'http://2130706433/'}",
                "{'url':'http://127.0.0.1/','method':'GET /x'}",
                "{'url':'http://127.0.0.1/','method':'CONNECT'}",
                "{'url':'http://127.0.0.1/','headers':{'Host':'evil'}}",
                "{'url':'http://127.0.0.1/','headers':{'Content-Length':'9'}}",
                "{'url':'http://127.0.0.1/','headers':{'A':'x\\r\\nB: y'}}",
                "{'url':'http://127.0.0.1/','headers':{'A b':'x'}}",
                "{'url':'http://127.0.0.1/','headers':{'A':{'x':1}}}",
                "{'url':'http://127.0.0.1/','headers':['A']}",
                "{'url':'http://127.0.0.1/','query':'a=b'}",
                "{'url':'http://127.0.0.1/','auth':{'type':'magic'}}",
            })
    void refusesInputsThatMakeNoRequest(String inputs) {
        TaskOutcome.Failed failed = failed(run(json(inputs)));
        assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void followsRedirectsOnlyAsFarAsTheOperatorSays() {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo?moved=1");
            respond(exchange, 302, "text/plain", new byte[0]);
        });
        JsonObject inputs = at("/moved", json("{'method':'POST','body':'x','auth':{'type':'bearer','token':'t'}}"));
        assertThat(succeeded(run(inputs)).getInt("status")).isEqualTo(302);
        try (HttpTaskRunner following =
                new HttpTaskRunner(LOCAL, new HttpSettings(10_000, 2_000, 1 << 20, 1), artifacts)) {
            JsonObject seen = succeeded(following.run(request(inputs, Duration.ZERO), cancellation))
                    .getJsonObject("body");
            assertThat(seen.getString("uri")).isEqualTo("/echo?moved=1");
            assertThat(seen.getString("method")).isEqualTo("GET");
            assertThat(seen.getJsonObject("headers").getString("authorization")).isEqualTo("Bearer t");
        }
    }

    @Test
    void keepsSecretsFromAnotherOriginWhenRedirected() {
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://localhost:" + server.getAddress().getPort() + "/echo");
            respond(exchange, 307, "text/plain", new byte[0]);
        });
        JsonObject inputs = at("/away", json("{'headers':{'X-Api-Key':'k'},'auth':{'type':'bearer','token':'t'}}"));
        try (HttpTaskRunner following =
                new HttpTaskRunner(LOCAL, new HttpSettings(10_000, 2_000, 1 << 20, 3), artifacts)) {
            JsonObject headers = succeeded(following.run(request(inputs, Duration.ZERO), cancellation))
                    .getJsonObject("body")
                    .getJsonObject("headers");
            assertThat(headers).doesNotContainKeys("authorization", "x-api-key");
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        var headers = Json.createObjectBuilder();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.add(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        JsonObject seen = Json.createObjectBuilder()
                .add("method", exchange.getRequestMethod())
                .add("uri", exchange.getRequestURI().toString())
                .add("headers", headers)
                .add("body", body)
                .build();
        respond(exchange, 200, "application/json", seen.toString().getBytes(UTF_8));
    }

    private void answer(String path, int status, String contentType, byte[] body) {
        server.createContext(path, exchange -> respond(exchange, status, contentType, body));
    }

    private static void respond(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", contentType);
        boolean none = body.length == 0 || status == 204 || status == 304;
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private JsonObject at(String path, JsonObject inputs) {
        return Json.createObjectBuilder(inputs)
                .add("url", "http://127.0.0.1:" + server.getAddress().getPort() + path)
                .build();
    }

    private TaskOutcome run(JsonObject inputs) {
        return runner.run(request(inputs, Duration.ZERO), cancellation);
    }

    private static TaskRequest request(JsonObject inputs, Duration timeout) {
        NodeDefinition node = new NodeDefinition.Http(
                new NodeId("node-1"),
                InputValue.ObjectValue.EMPTY,
                NodeSettings.DEFAULT,
                "GET",
                new InputValue.Literal(JsonValue.NULL),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        TaskContext context = new TaskContext(
                "execution-1",
                "node-1",
                "task-1",
                "execution-1/node-1/0",
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        return new TaskRequest(node, Optional.empty(), inputs, context, timeout);
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }

    private static JsonObject succeeded(TaskOutcome outcome) {
        assertThat(outcome).isInstanceOf(TaskOutcome.Succeeded.class);
        return ((TaskOutcome.Succeeded) outcome).output().asJsonObject();
    }

    private static TaskOutcome.Failed failed(TaskOutcome outcome) {
        assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
        return (TaskOutcome.Failed) outcome;
    }
}
