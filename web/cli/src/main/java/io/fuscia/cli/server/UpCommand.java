package io.fuscia.cli.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fuscia up}: starts the server and returns when it is ready. */
@Command(
        name = "up",
        description = "Starts the server of this checkout and waits until it is ready.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return LocalServer.ofThisCheckout().run("start");
    }
}
