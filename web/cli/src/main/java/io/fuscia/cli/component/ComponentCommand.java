package io.fuscia.cli.component;

import io.fuscia.cli.Connection;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia component …}. */
@Command(
        name = "component",
        description = "Installs, lists, inspects, removes and packs components.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ComponentCommand {
    @Command(
            name = "install",
            description = "Installs packages or folders with manifest.json and component.wasm.",
            mixinStandardHelpOptions = true)
    void install(
            @Mixin Connection connection,
            @Parameters(paramLabel = "DIR|FILE.fcpkg", arity = "1..*") List<Path> sources) {
        Printer printer = connection.printer();
        for (Path source : sources) {
            JsonObject installed = new ComponentPackage(source).install(connection.api());
            if (printer.isTable()) {
                printer.line("installed " + installed.getString("name") + " " + installed.getString("version") + "  "
                        + installed.getString("digest"));
            } else {
                printer.value(installed);
            }
        }
    }

    @Command(name = "list", description = "Lists the installed components.", mixinStandardHelpOptions = true)
    void list(@Mixin Connection connection) {
        JsonObject page = connection.api().get("components").asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(page);
            return;
        }
        printer.table(
                List.of("COMPONENT", "VERSION", "TASKS", "TRIGGERS", "DIGEST"),
                page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .map(item -> List.of(
                                item.getString("name"),
                                item.getString("version"),
                                names(item, "tasks"),
                                names(item, "triggers"),
                                item.getString("digest").substring(0, "sha256:".length() + 12)))
                        .toList());
    }

    @Command(
            name = "inspect",
            description = "Shows a component's manifest; the newest version unless one is given.",
            mixinStandardHelpOptions = true)
    void inspect(@Mixin Connection connection, @Parameters(paramLabel = "ORG/NAME[@VERSION]") String component) {
        connection.printer().value(connection.api().get("components/" + resource(component)));
    }

    @Command(
            name = "remove",
            description = "Removes a version that no workflow refers to.",
            mixinStandardHelpOptions = true)
    void remove(@Mixin Connection connection, @Parameters(paramLabel = "ORG/NAME@VERSION") String component) {
        if (!component.contains("@")) {
            throw new UsageProblem("say which version: " + component + "@VERSION");
        }
        connection.api().delete("components/" + resource(component));
        connection.note("removed " + component);
    }

    @Command(
            name = "pack",
            description = "Makes a .fcpkg of a folder, with the component's digest in its manifest.",
            mixinStandardHelpOptions = true)
    void pack(
            @Mixin Connection connection,
            @Parameters(paramLabel = "DIR") Path folder,
            @Option(names = "--to", paramLabel = "FILE", description = "default: DIR.fcpkg") Optional<Path> target) {
        Path file = target.orElseGet(
                () -> Path.of(folder.toAbsolutePath().normalize().getFileName() + ".fcpkg"));
        try {
            Files.write(file, new ComponentFolder(folder).pack(true));
        } catch (IOException e) {
            throw UsageProblem.of("write", file, e);
        }
        connection.printer().line(file.toString());
    }

    private static String resource(String component) {
        int at = component.indexOf('@');
        String[] name = (at < 0 ? component : component.substring(0, at)).split("/", -1);
        if (name.length != 2) {
            throw new UsageProblem("a component is named org/name, not " + component);
        }
        return ApiClient.encode(name[0]) + "/" + ApiClient.encode(name[1])
                + (at < 0 ? "" : "/" + ApiClient.encode(component.substring(at + 1)));
    }

    private static String names(JsonObject component, String member) {
        if (!component.containsKey(member)) {
            return "";
        }
        return component.getJsonArray(member).stream()
                .map(export -> export instanceof JsonString name
                        ? name.getString()
                        : export.asJsonObject().getString("name"))
                .collect(Collectors.joining(","));
    }
}
