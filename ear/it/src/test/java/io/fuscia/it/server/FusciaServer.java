package io.fuscia.it.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.dmr.ModelNode;

/**
 * A server process of this build, started and stopped by the run script that users have, with its data in a directory of
 * its own and on free ports of 127.0.0.1.
 *
 * <p>{@link #kill} is {@code kill -9}; {@link #start} after it, or after {@link #stop}, brings the same server back on
 * the same ports with the same data. Not safe for use by several threads, except {@link #api} and {@link #manage}.
 */
public final class FusciaServer implements AutoCloseable {
    private static final Path ROOT =
            Path.of(System.getProperty("fuscia.root", "../..")).toAbsolutePath().normalize();
    private static final Path SCRIPT = ROOT.resolve("server-config/src/main/scripts/fuscia-server");
    private static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9990;
    private static final int SCRIPT_TIMEOUT_SECONDS = 420;
    /** Half of the processor time of a start goes into the optimizing compiler, which a short-lived server never repays. */
    private static final String JAVA_OPTIONS = "-Xmx1g -XX:TieredStopAtLevel=1";

    private final Path home;
    private final int offset;
    private final Map<String, String> environment;

    private FusciaServer(Path home, int offset, Map<String, String> environment) {
        this.home = home;
        this.offset = offset;
        this.environment = environment;
    }

    /** The checkout that is tested. */
    public static Path root() {
        return ROOT;
    }

    /**
     * Starts a server and returns when it is ready.
     *
     * @param name names its data directory below {@code target/servers}; a directory that exists is used again
     * @param environment variables for the run script on top of those of this process, e.g. {@code FUSCIA_JAVA_OPTS}
     * @throws IllegalStateException with the end of the log, if it does not become ready
     */
    public static FusciaServer start(String name, Map<String, String> environment) {
        var server = new FusciaServer(home(name), freeOffset(), Map.copyOf(environment));
        server.start();
        return server;
    }

    /** Starts a server without what an earlier one of that name left; otherwise as {@link #start(String, Map)}. */
    public static FusciaServer startAnew(String name, Map<String, String> environment) {
        Path home = home(name);
        if (Files.exists(home)) {
            try (Stream<Path> all = Files.walk(home)) {
                for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return start(name, environment);
    }

    private static Path home(String name) {
        return Path.of(System.getProperty("fuscia.homes", "target/servers"))
                .resolve(name)
                .toAbsolutePath();
    }

    /** Variables for the run script that put another server on free ports, and the command line at that server. */
    public static Map<String, String> freePorts() {
        int offset = freeOffset();
        return Map.of(
                "FUSCIA_PORT_OFFSET", Integer.toString(offset),
                "FUSCIA_URL", url(offset).toString());
    }

    /** Starts it again after {@link #stop} or {@link #kill}; returns when it is ready. */
    public void start() {
        run("start");
    }

    /** Begins to start it and returns when there is a process to kill; the script's own process waits until it is ready. */
    public Process launch() {
        try {
            Files.deleteIfExists(home.resolve("server.pid"));
            Process script = script("start");
            await().atMost(SCRIPT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> Files.isRegularFile(home.resolve("server.pid"))
                            && !Files.readString(home.resolve("server.pid")).isBlank());
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as an operator would (SIGTERM) and returns when the process has ended. */
    public void stop() {
        run("stop");
    }

    public void restart() {
        run("restart");
    }

    /** Ends the process at once, as a power failure would, and returns when it is gone. */
    public void kill() {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    public ProcessHandle process() {
        try {
            String pid = Files.readString(home.resolve("server.pid")).strip();
            return ProcessHandle.of(Long.parseLong(pid))
                    .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
        } catch (IOException e) {
            throw new UncheckedIOException("not running: " + home, e);
        }
    }

    /** Where configuration, data and logs of this server are. */
    public Path home() {
        return home;
    }

    /** {@code http://127.0.0.1:PORT/fuscia}, without a slash at the end. */
    public URI url() {
        return url(offset);
    }

    private static URI url(int offset) {
        return URI.create("http://127.0.0.1:" + (HTTP_PORT + offset) + "/fuscia");
    }

    /** Root of the management interface, which also serves {@code /health} and {@code /metrics}. */
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + (MANAGEMENT_PORT + offset));
    }

    public Api api() {
        return new Api(URI.create(url() + "/api/v1"));
    }

    /** The password that was generated at the first start, of user {@code admin} of the management interface. */
    public String adminPassword() {
        try {
            return Files.readString(home.resolve("configuration/admin.password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a management operation and returns its {@code result}.
     *
     * @throws IllegalStateException with the failure description, if it fails
     */
    public ModelNode manage(ModelNode operation) {
        try (ModelControllerClient client =
                ModelControllerClient.Factory.create(InetAddress.getLoopbackAddress(), MANAGEMENT_PORT + offset)) {
            ModelNode answer = client.execute(operation);
            if (!"success".equals(answer.get("outcome").asString())) {
                throw new IllegalStateException(answer.toString());
            }
            return answer.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a resource with its runtime attributes, recursively.
     *
     * @param address as in the admin console, e.g. {@code "deployment=fuscia.ear", "subdeployment=batch.jar"}
     */
    public ModelNode read(String... address) {
        var operation = new ModelNode();
        operation.get("operation").set("read-resource");
        operation.get("recursive").set(true);
        operation.get("include-runtime").set(true);
        ModelNode path = operation.get("address").setEmptyList();
        for (String element : address) {
            int equals = element.indexOf('=');
            path.add(element.substring(0, equals), element.substring(equals + 1));
        }
        return manage(operation);
    }

    /** The last lines of the server's log. */
    public String logTail(int lines) {
        try {
            List<String> log = Files.readAllLines(home.resolve("log/server.log"), StandardCharsets.UTF_8);
            return String.join("\n", log.subList(Math.max(0, log.size() - lines), log.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The variables that make the run script act on this server. */
    Map<String, String> scriptEnvironment() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("FUSCIA_HOME", home.toString());
        variables.put("FUSCIA_PORT_OFFSET", Integer.toString(offset));
        variables.put("FUSCIA_START_TIMEOUT", Integer.toString(SCRIPT_TIMEOUT_SECONDS - 40));
        variables.put("FUSCIA_JAVA_OPTS", JAVA_OPTIONS);
        variables.put("FUSCIA_EGRESS_ALLOW_ADDRESSES", "127.0.0.1"); // for LoopbackHttp, at whatever port
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.putAll(environment);
        return variables;
    }

    private void run(String command) {
        try {
            Path output = home.resolve("script.log");
            Process process = script(command);
            if (!process.waitFor(SCRIPT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("fuscia-server " + command + " takes too long: " + logTail(40));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("fuscia-server " + command + ": " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during fuscia-server " + command, e);
        }
    }

    private Process script(String command) throws IOException {
        Files.createDirectories(home);
        var builder = new ProcessBuilder("bash", SCRIPT.toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("script.log").toFile());
        Map<String, String> env = builder.environment();
        env.keySet().removeIf(key -> key.startsWith("FUSCIA_"));
        env.putAll(scriptEnvironment());
        return builder.start();
    }

    private static int freeOffset() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int offset = ThreadLocalRandom.current().nextInt(2_000, 22_000);
            if (isFree(HTTP_PORT + offset) && isFree(MANAGEMENT_PORT + offset)) {
                return offset;
            }
        }
        throw new IllegalStateException("no free ports on 127.0.0.1");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
