package io.fuscia.batch.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;

/**
 * Takes part when an operator suspends the server ({@code :suspend}, or a graceful shutdown): the server waits until the
 * executions have left. The registry is the server's own; no standard tells a deployment of a suspension, and without
 * knowing of it executions would go on while their timer and their HTTP interface stand still. Thread-safe.
 */
final class ServerSuspension implements SuspendableActivity {
    private static final Logger LOG = Logger.getLogger(ServerSuspension.class.getName());
    private static final ServiceName CONTROLLER = ServiceName.parse("org.wildfly.server.suspend-controller");

    private final Runnable leave;
    private final Runnable comeBack;
    private final Executor threads;
    private volatile boolean away;
    private volatile ServiceController<?> service;

    /**
     * @param leave returns when nothing runs here any more
     * @param comeBack called after that, if the server is resumed
     * @param threads runs {@code leave} on a thread of its own
     */
    ServerSuspension(Runnable leave, Runnable comeBack, Executor threads) {
        this.leave = leave;
        this.comeBack = comeBack;
        this.threads = threads;
    }

    /** From now on the server waits for this. */
    void register() {
        ServiceBuilder<?> builder =
                CurrentServiceContainer.getServiceContainer().addService();
        Supplier<SuspendableActivityRegistry> registry = builder.requires(CONTROLLER);
        service = builder.setInstance(new Registration(registry, this)).install();
    }

    void unregister() {
        service.setMode(ServiceController.Mode.REMOVE);
    }

    /** The server gives its parts only to services that say what they need. */
    private record Registration(Supplier<SuspendableActivityRegistry> registry, SuspendableActivity activity)
            implements Service {
        @Override
        public void start(StartContext context) {
            // First of all: the server's batch subsystem, a later group, stops jobs.
            registry.get().registerActivity(activity, SuspendableActivityRegistry.SuspendPriority.FIRST);
        }

        @Override
        public void stop(StopContext context) {
            registry.get().unregisterActivity(activity);
        }
    }

    @Override
    public CompletionStage<Void> suspend(ServerSuspendContext context) {
        if (context.isStarting()) {
            // Who registers with a server that still starts is told so at once; nothing runs yet that could leave.
            return SuspendableActivity.COMPLETED;
        }
        LOG.info("The server is being suspended: running nodes may finish, executions go on later or elsewhere");
        away = true;
        return CompletableFuture.runAsync(leave, threads).exceptionally(failure -> {
            LOG.log(Level.WARNING, failure, () -> "Executions could not leave");
            return null;
        });
    }

    /** Also called at the end of a start, which is a suspended state too. */
    @Override
    public CompletionStage<Void> resume(ServerResumeContext context) {
        if (away) {
            away = false;
            comeBack.run();
        }
        return SuspendableActivity.COMPLETED;
    }
}
