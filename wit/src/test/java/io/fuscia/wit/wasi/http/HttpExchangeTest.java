package io.fuscia.wit.wasi.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.runtime.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a socket of our own, because real servers do not misbehave on request. */
@Timeout(120)
class HttpExchangeTest {
    private static final HttpTimeouts PATIENT = new HttpTimeouts(2_000, 5_000, 5_000, Deadline.NONE);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @Test
    void readsABodyOfKnownLength() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a:  2 \r\n\r\nhello and more");
        try (HttpExchange exchange = get(PATIENT)) {
            HttpResponseHead head = exchange.receive();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.all("X-A")).containsExactly("1", "2");
            assertThat(exchange.body().readAllBytes()).asString(UTF_8).isEqualTo("hello");
        }
    }

    @Test
    void readsAChunkedBodyWithExtensionsAndTrailers() throws Exception {
        serve(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, world!!!\r\n0\r\nT: 1\r\n\r\n");
        try (HttpExchange exchange = get(PATIENT)) {
            exchange.receive();
            assertThat(exchange.trailers()).isEmpty();
            assertThat(exchange.body().readAllBytes()).asString(UTF_8).isEqualTo("hello, world!!!");
            assertThat(exchange.trailers()).containsExactly(new HttpField("T", "1"));
        }
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws Exception {
        serve("HTTP/1.0 200 OK\r\n\r\nall there is");
        try (HttpExchange exchange = get(PATIENT)) {
            exchange.receive();
            assertThat(exchange.body().readAllBytes()).asString(UTF_8).isEqualTo("all there is");
        }
    }

    @Test
    void skipsInterimResponses() throws Exception {
        serve("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n");
        try (HttpExchange exchange = get(PATIENT)) {
            assertThat(exchange.receive().status()).isEqualTo(204);
            assertThat(exchange.body().readAllBytes()).isEmpty();
        }
    }

    @Test
    void sendsHeadAndBody() throws Exception {
        CompletableFuture<String> seen = answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (HttpExchange exchange = connect(PATIENT)) {
            try (OutputStream body =
                    exchange.send("POST", "/a?b=c", List.of(new HttpField("Accept", "*/*")), OptionalLong.of(2))) {
                body.write("hi".getBytes(UTF_8));
            }
            exchange.receive();
        }
        assertThat(seen.get(60, TimeUnit.SECONDS))
                .startsWith("POST /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
                .contains("Accept: */*\r\n", "Content-Length: 2\r\n")
                .endsWith("\r\n\r\nhi");
    }

    @Test
    void sendsABodyOfUnknownLengthInChunks() throws Exception {
        CompletableFuture<String> seen = answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (HttpExchange exchange = connect(PATIENT)) {
            try (OutputStream body = exchange.send("POST", "/", List.of(), OptionalLong.empty())) {
                body.write("hello".getBytes(UTF_8));
                body.write('!');
            }
            exchange.receive();
        }
        assertThat(seen.get(60, TimeUnit.SECONDS)).endsWith("\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n");
    }

    @Test
    void sendsTrailersBehindAChunkedBodyOnly() throws Exception {
        CompletableFuture<String> seen = answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try (HttpExchange exchange = connect(PATIENT)) {
            try (OutputStream body = exchange.send("POST", "/", List.of(), OptionalLong.empty())) {
                body.write("hello".getBytes(UTF_8));
                exchange.trailers(List.of(new HttpField("Digest", "a=b")));
                assertThatThrownBy(() -> exchange.trailers(List.of(new HttpField("Host", "elsewhere"))))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            exchange.receive();
        }
        assertThat(seen.get(60, TimeUnit.SECONDS)).endsWith("\r\n\r\n5\r\nhello\r\n0\r\nDigest: a=b\r\n\r\n");
    }

    @Test
    void refusesTrailersBehindABodyOfKnownLength() throws Exception {
        serve("HTTP/1.1 200 OK\r\n\r\n");
        try (HttpExchange exchange = connect(PATIENT)) {
            exchange.send("POST", "/", List.of(), OptionalLong.of(0));
            exchange.trailers(List.of());
            assertThatThrownBy(() -> exchange.trailers(List.of(new HttpField("T", "1"))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesToSendWhatCouldBeReadAsAnotherRequest() throws Exception {
        serve("HTTP/1.1 200 OK\r\n\r\n");
        try (HttpExchange exchange = connect(PATIENT)) {
            assertThatThrownBy(() -> exchange.send("GET /x", "/", List.of(), OptionalLong.of(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> exchange.send("GET", "/ HTTP/1.1", List.of(), OptionalLong.of(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(
                            () -> exchange.send("GET", "/", List.of(new HttpField("Host", "evil")), OptionalLong.of(0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new HttpField("A", "x\r\nB: y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpField("A:", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/2 200 OK\r\n\r\n",
                "220 ready\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: 1\rB: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
            })
    void refusesBrokenResponses(String response) throws Exception {
        serve(response);
        try (HttpExchange exchange = get(PATIENT)) {
            assertThatThrownBy(() -> {
                        exchange.receive();
                        exchange.body().readAllBytes();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAHeadWithoutEnd() throws Exception {
        serve("HTTP/1.1 200 OK\r\n" + "X-Long: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(10_000));
        try (HttpExchange exchange = get(PATIENT)) {
            assertThatThrownBy(exchange::receive)
                    .isInstanceOfSatisfying(HttpProtocolException.class, e -> assertThat(e.isLimit())
                            .isTrue());
        }
    }

    @Test
    void stopsWaitingForTheFirstByte() throws Exception {
        hold("");
        try (HttpExchange exchange = get(new HttpTimeouts(2_000, 50, 5_000, Deadline.NONE))) {
            assertThatThrownBy(exchange::receive).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void stopsWaitingBetweenBytes() throws Exception {
        hold("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        try (HttpExchange exchange = get(new HttpTimeouts(2_000, 5_000, 50, Deadline.NONE))) {
            exchange.receive();
            assertThatThrownBy(() -> exchange.body().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void stopsAtTheDeadline() throws Exception {
        hold("");
        try (HttpExchange exchange = get(new HttpTimeouts(0, 0, 0, Deadline.afterMillis(80)))) {
            assertThatThrownBy(exchange::receive).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        CountDownLatch held = hold("");
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (HttpExchange exchange = get(PATIENT)) {
                exchange.receive();
                failure.complete(null);
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        reader.start();
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        reader.interrupt();
        assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void endsWhenItIsClosedByAnotherThread() throws Exception {
        CountDownLatch held = hold("");
        try (HttpExchange exchange = get(PATIENT)) {
            Thread closer = new Thread(() -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    return;
                }
                exchange.close();
            });
            closer.start();
            assertThatThrownBy(exchange::receive).isInstanceOf(IOException.class);
            closer.join();
        }
    }

    private HttpExchange get(HttpTimeouts timeouts) throws IOException {
        HttpExchange exchange = connect(timeouts);
        exchange.send("GET", "/", List.of(), OptionalLong.of(0)).close();
        return exchange;
    }

    private HttpExchange connect(HttpTimeouts timeouts) throws IOException {
        Destination destination = Destination.of("http", "127.0.0.1:" + server.getLocalPort());
        return HttpExchange.connect(destination, List.of(InetAddress.getLoopbackAddress()), timeouts);
    }

    /** Answers one connection with these bytes and closes it. */
    private void serve(String response) {
        CompletableFuture<String> seen = answer(response);
        assertThat(seen).isNotNull();
    }

    /** Answers one connection with these bytes, closes it, and gives what it read until the request was complete. */
    private CompletableFuture<String> answer(String response) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                String request = request(socket.getInputStream());
                socket.getOutputStream().write(response.getBytes(ISO_8859_1));
                seen.complete(request);
            } catch (IOException e) {
                seen.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return seen;
    }

    /** Answers one connection with these bytes and then is silent until the other side goes; counts down when sent. */
    private CountDownLatch hold(String response) {
        CountDownLatch held = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                request(socket.getInputStream());
                socket.getOutputStream().write(response.getBytes(ISO_8859_1));
                held.countDown();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                held.countDown();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return held;
    }

    private static String request(InputStream input) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!complete(text)) {
            int next = input.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static boolean complete(CharSequence text) {
        String request = text.toString();
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (request.contains("chunked")) {
            return request.contains("\r\n0\r\n") && request.endsWith("\r\n\r\n");
        }
        return request.length() - end - 4 >= (request.contains("Content-Length: 2") ? 2 : 0);
    }
}
