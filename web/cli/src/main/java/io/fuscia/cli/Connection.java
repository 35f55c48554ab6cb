package io.fuscia.cli;

import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.OutputFormat;
import io.fuscia.cli.output.Printer;
import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command about a server takes. */
public final class Connection {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the server; default: environment variable FUSCIA_URL, else ${DEFAULT-VALUE}",
            defaultValue = "${env:FUSCIA_URL:-http://127.0.0.1:8080/fuscia}")
    private URI server;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json, yaml or table (default)",
            defaultValue = "table")
    private OutputFormat format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The server's API. */
    public ApiClient api() {
        return new ApiClient(server);
    }

    /** Prints to the command's standard output. */
    public Printer printer() {
        return new Printer(spec.root().commandLine().getOut(), format);
    }

    /** Prints a line to the command's standard error, where progress and explanations go. */
    public void note(String text) {
        spec.root().commandLine().getErr().println(text);
        spec.root().commandLine().getErr().flush();
    }
}
