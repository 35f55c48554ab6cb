package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.FusciaServer;
import java.io.IOException;
import java.nio.file.Path;

/** What a server's heap holds right after a full collection. */
final class LiveHeap {
    private LiveHeap() {}

    static long bytes(FusciaServer server) throws IOException, InterruptedException {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(server.process().pid()),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        assertThat(collection.waitFor()).isZero();
        return server.api()
                .get("/server")
                .object()
                .getJsonNumber("heap_used_bytes")
                .longValue();
    }
}
