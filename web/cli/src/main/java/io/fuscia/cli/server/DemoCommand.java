package io.fuscia.cli.server;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.component.ComponentPackage;
import io.fuscia.cli.execution.WorkflowRun;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code fuscia demo}: starts the server if it does not run, installs the example components and runs an example
 * workflow against a small local HTTP service.
 */
@Command(
        name = "demo",
        description = "Starts the server, installs the example components and runs an example workflow.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Override
    public Integer call() throws IOException {
        LocalServer server = LocalServer.ofThisCheckout();
        int started = server.run("start");
        if (started != ExitCode.OK) {
            return started;
        }
        ApiClient api = new ApiClient(URI.create(server.info().get("url")));
        Path examples = Path.of(System.getProperty("fuscia.root"), "ear", "examples");
        for (Path folder : componentsIn(examples.resolve("components"))) {
            JsonObject installed = new ComponentPackage(folder).install(api);
            connection.note("installed " + installed.getString("name") + " " + installed.getString("version"));
        }
        connection.note("");
        int result;
        try (DemoService service = DemoService.start(examples.resolve("demo"))) {
            connection.note("running " + examples.resolve("workflows/order-report.yaml"));
            result = WorkflowRun.start(
                            api,
                            examples.resolve("workflows/order-report.yaml").toString(),
                            Json.createObjectBuilder()
                                    .add("base_url", service.baseUrl())
                                    .build(),
                            Optional.empty(),
                            UUID.randomUUID().toString())
                    .await(connection.printer());
        }
        Map<String, String> info = server.info();
        connection.note("");
        connection.note("API      " + api.resource("executions"));
        connection.note("Console  " + info.get("console") + "  (Runtime > Server > Batch; user "
                + info.get("admin_user") + ", password in " + info.get("admin_password_file") + ")");
        connection.note("Log      " + info.get("log"));
        connection.note("Stop     ./fuscia stop");
        return result;
    }

    private static List<Path> componentsIn(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> Files.isRegularFile(child.resolve("manifest.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageProblem("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }
}
