package io.fuscia.wit.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fuscia.wit.LimitExceeded;
import io.fuscia.wit.Trap;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.wasi.http.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WasiHttpGuestTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private HttpServer server;
    private String authority;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.createContext("/", this::answer);
        server.start();
        authority = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders()
                .add("X-Seen", String.valueOf(exchange.getRequestHeaders().getFirst("X-Mine")));
        switch (path) {
            case "/echo" -> {
                String text = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(body, StandardCharsets.UTF_8);
                reply(exchange, 200, text);
            }
            case "/moved" -> {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
                reply(exchange, 302, "");
            }
            case "/size" -> reply(exchange, 200, String.valueOf(body.length));
            case "/big" -> reply(exchange, 200, "x".repeat(3_000_000));
            case "/slow" -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
            case "/cut" -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
                exchange.close();
            }
            default -> reply(exchange, 404, "nothing here");
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private WasiContext.Builder allowed() {
        return WasiContext.builder().egress(EgressPolicy.of(List.of("http://" + authority), true, List.of()));
    }

    private static String get(WasiContext.Builder wasi, String url) {
        return GuestTask.run("rust-http-task", wasi, "{\"op\":\"http-get\",\"url\":\"" + url + "\"}");
    }

    private String url(String path) {
        return "http://" + authority + path;
    }

    @Test
    void getsWhatTheServerAnswers() {
        assertThat(get(allowed(), url("/echo?a=1")))
                .contains("\"status\":200", "\"body\":\"GET /echo?a=1 \"")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    @Test
    void sendsMethodHeadersAndBody() {
        String data = "{\"op\":\"http-get\",\"url\":\"" + url("/echo")
                + "\",\"method\":\"POST\",\"headers\":{\"X-Mine\":\"yes\"},\"body\":\"hello\"}";
        assertThat(GuestTask.run("rust-http-task", allowed(), data))
                .contains("\"body\":\"POST /echo hello\"")
                .containsIgnoringCase("\"x-seen\":\"yes\"");
    }

    @Test
    void streamsBodiesLargerThanItsBuffers() {
        String data = "{\"op\":\"http-get\",\"url\":\"" + url("/size") + "\",\"method\":\"POST\",\"body\":\""
                + "y".repeat(300_000) + "\"}";
        assertThat(GuestTask.run("rust-http-task", allowed(), data)).contains("\"body\":\"300000\"");
        assertThat(get(allowed(), url("/big"))).contains("\"body\":\"" + "x".repeat(3_000_000) + "\"");
    }

    @Test
    void handsRedirectsToTheGuest() {
        assertThat(get(allowed(), url("/moved"))).contains("\"status\":302", "169.254.169.254");
        assertThat(requests).hasValue(1);
    }

    @Test
    void deniesEverythingByDefault() {
        assertThat(get(WasiContext.builder(), url("/echo"))).isEqualTo("error: HTTP-request-denied");
        assertThat(requests).hasValue(0);
    }

    @Test
    void deniesAddressesBehindNamesThatAreAllowed() {
        EgressPolicy policy = EgressPolicy.of(List.of("*"), false, List.of());
        assertThat(get(WasiContext.builder().egress(policy), url("/echo").replace("127.0.0.1", "localhost")))
                .isIn("error: destination-IP-prohibited", "error: HTTP-request-denied");
        EgressPolicy named = EgressPolicy.of(List.of("http://*:" + port()), false, List.of())
                .withResolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        assertThat(get(WasiContext.builder().egress(named), "http://innocent.example:" + port() + "/echo"))
                .isEqualTo("error: destination-IP-prohibited");
        assertThat(requests).hasValue(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data, destination-IP-prohibited",
        "http://[::ffff:169.254.169.254]/, destination-IP-prohibited",
        "http://2130706433/, HTTP-request-URI-invalid",
        "http://0x7f.1/, HTTP-request-URI-invalid",
        "http://user@127.0.0.1/, HTTP-request-URI-invalid",
        "https://unlisted.example/, HTTP-request-denied"
    })
    void refusesWhatServersAreTrickedInto(String url, String error) {
        EgressPolicy policy =
                EgressPolicy.of(List.of("http://169.254.169.254", "http://*", "http://[::1]"), true, List.of());
        assertThat(get(WasiContext.builder().egress(policy), url)).isEqualTo("error: " + error);
    }

    @ParameterizedTest
    @CsvSource({"Host,forbidden", "Transfer-Encoding,forbidden", "Connection,forbidden", "a b,invalid-syntax"})
    void refusesHeadersThatAreNotTheGuests(String name, String reason) {
        String data = "{\"op\":\"http-get\",\"url\":\"" + url("/echo") + "\",\"headers\":{\"" + name + "\":\"x\"}}";
        assertThat(GuestTask.run("rust-http-task", allowed(), data)).contains(reason);
        assertThat(requests).hasValue(0);
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        String data = "{\"op\":\"http-get\",\"url\":\"" + url("/echo") + "\",\"headers\":{\"X-Large\":\""
                + "x".repeat(140_000) + "\"}}";
        assertThat(GuestTask.run("rust-http-task", allowed(), data)).contains("forbidden");
    }

    @Test
    void reportsWhatGoesWrong() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        WasiContext.Builder wasi =
                WasiContext.builder().egress(EgressPolicy.of(List.of("http://*:" + closed), true, List.of()));
        assertThat(get(wasi, "http://127.0.0.1:" + closed + "/"))
                .isIn("error: connection-refused", "error: HTTP-request-denied");
        assertThat(get(allowed(), url("/cut"))).startsWith("error: ");
        assertThat(get(allowed().httpLimits(16, 1_000_000), url("/big"))).startsWith("error: ");
        assertThat(get(allowed().httpLimits(0, 1_000), url("/echo"))).isEqualTo("error: connection-limit-reached");
    }

    @Test
    void stopsWaitingAtTheDeadline() {
        Trap trap = catchThrowableOfType(
                Trap.class,
                () -> GuestTask.run(
                        "rust-http-task",
                        allowed(),
                        InstanceLimits.DEFAULT.withWallMillis(500),
                        "{\"op\":\"http-get\",\"url\":\"" + url("/slow") + "\"}"));
        assertThat(trap.limit()).hasValue(LimitExceeded.WALL_TIME);
    }
}
