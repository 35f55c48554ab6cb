package io.fuscia.execution;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Prunes every ten minutes, on a thread of its own: it may take long. Servers that share a database may do it at the same
 * time; each removes what it finds.
 */
@Singleton
@Startup
@DependsOn({"Schema", "JtaTransactions"})
@TransactionManagement(TransactionManagementType.BEAN)
public class RetentionTimer {
    private static final long FIRST_MILLISECONDS = 60_000;
    private static final long EVERY_MILLISECONDS = 600_000;
    private static final int SWEEP_EVERY = 36;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private Retention retention;

    private ScheduledFuture<?> ticks;
    private int rounds;

    @PostConstruct
    void start() {
        ticks = scheduler.scheduleWithFixedDelay(
                this::tick, FIRST_MILLISECONDS, EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        ticks.cancel(false);
    }

    /** A scheduler drops what throws. */
    private void tick() {
        try {
            retention.prune(false);
            if (rounds++ % SWEEP_EVERY == 0) {
                int removed = retention.sweepFiles();
                if (removed > 0) {
                    System.getLogger(RetentionTimer.class.getName())
                            .log(System.Logger.Level.INFO, "{0} files removed that belonged to nothing", removed);
                }
            }
        } catch (RuntimeException | Error e) {
            System.getLogger(RetentionTimer.class.getName())
                    .log(System.Logger.Level.WARNING, "retention will try again: " + e.getMessage(), e);
        }
    }
}
