package io.fuscia.wit.guests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.wasi.WasiContext;
import io.fuscia.wit.wasi.WasiHost;
import io.fuscia.wit.wasi.clocks.WasiClock;
import io.fuscia.wit.wasi.filesystem.Preopen;
import io.fuscia.wit.wasi.http.EgressPolicy;
import io.fuscia.wit.wasi.random.RandomSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one cell of the matrix sees: a pair, a setting, a log, a loopback server, a directory, seeded randomness and a
 * clock that stands still at noon. Made anew for each cell.
 */
final class World implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-26T12:00:00.250Z");
    static final String FILE_CONTENT = "three apples and a pear";

    private static final long SEED = 20261126;
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    /** Far more than any call takes: a slow machine must not change the matrix. */
    private static final InstanceLimits LIMITS = InstanceLimits.DEFAULT.withWallMillis(600_000);

    private static final WasiClock STANDING = new WasiClock() {
        @Override
        public Instant now() {
            return NOON;
        }

        @Override
        public long nanoTime() {
            return 42;
        }
    };

    private final Map<String, String> pairs = new HashMap<>(Map.of("colour", "red"));
    private final List<String> log = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Path directory;
    private final HttpServer server;

    World(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("orders"));
        Files.writeString(directory.resolve("orders/today.txt"), FILE_CONTENT);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The same server under a name that is not granted. */
    String deniedUrl() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    int requests() {
        return requests.get();
    }

    /** The stored pairs, at first {@code colour} is {@code red}. */
    Map<String, String> pairs() {
        return pairs;
    }

    List<String> log() {
        return log;
    }

    /** The first 16 bytes of the seeded source. */
    String randomHex() {
        byte[] bytes = new byte[16];
        RandomSource.seeded(SEED).secure().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private HostImports imports() {
        HostImports.Builder imports = HostImports.builder();
        imports.instance("fuscia:kv/kv@0.1.0")
                .function("get", (call, args) -> Optional.ofNullable(pairs.get((String) args[0])))
                .function("set", (call, args) -> {
                    pairs.put((String) args[0], (String) args[1]);
                    return null;
                })
                .function("delete", (call, args) -> {
                    pairs.remove((String) args[0]);
                    return null;
                });
        imports.instance("fuscia:config/config@0.1.0")
                .function("get", (call, args) -> Optional.of("north").filter(value -> args[0].equals("region")));
        imports.instance("fuscia:log/log@0.1.0").function("log", (call, args) -> {
            log.add(LEVELS.get(((Number) args[0]).intValue()) + " " + args[1]);
            return null;
        });
        return WasiHost.addTo(imports).build();
    }

    /** Runs the task once on a fresh instance; returns the output, or {@code error: } and the error that it returned. */
    String run(CompiledComponent component, String data) {
        WasiContext.Builder wasi = WasiContext.builder()
                .clock(STANDING)
                .random(RandomSource.seeded(SEED))
                .preopen(Preopen.readOnly("/data", directory))
                .egress(EgressPolicy.of(List.of(url("")), true, List.of()));
        try (WasiContext context = wasi.build();
                ComponentInstance instance = component.instantiate(imports(), LIMITS, context)) {
            ResultValue result = (ResultValue) instance.function("fuscia:task/task@0.1.0", "execute")
                    .call(new Object[] {"execution", "node", "task"}, data);
            return result instanceof ResultValue.Ok ok
                    ? (String) ((Object[]) ok.payload())[0]
                    : "error: " + result.payload();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
