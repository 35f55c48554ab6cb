package io.fuscia.cli.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The HTTP service that the demonstration's workflow reads from: the files of a folder, on the loopback interface only.
 * It stands for whatever service a real workflow would call.
 */
final class DemoService implements AutoCloseable {
    /** The server's policy as shipped lets workflows reach exactly this loopback port. */
    static final int PORT = 18089;

    private final HttpServer http;

    private DemoService(HttpServer http) {
        this.http = http;
    }

    /** Serves {@code /NAME} from {@code folder/NAME.json}. */
    static DemoService start(Path folder) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        http.createContext("/", exchange -> answer(folder, exchange));
        http.start();
        return new DemoService(http);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + PORT;
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private static void answer(Path folder, HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1) + ".json")
                    .normalize();
            if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
