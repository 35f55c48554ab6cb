package io.fuscia.cli.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fuscia stop}: ends the server; stopping one that does not run is no error. */
@Command(name = "stop", description = "Stops the server of this checkout.", mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return LocalServer.ofThisCheckout().run("stop");
    }
}
