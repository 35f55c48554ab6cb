package io.fuscia.execution;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

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
    private TimerService timers;

    @Inject
    private Retention retention;

    private int rounds;

    @PostConstruct
    void start() {
        timers.createIntervalTimer(FIRST_MILLISECONDS, EVERY_MILLISECONDS, new TimerConfig(null, false));
    }

    @Timeout
    void tick() {
        try {
            retention.prune(false);
            if (rounds++ % SWEEP_EVERY == 0) {
                int removed = retention.sweepFiles();
                if (removed > 0) {
                    System.getLogger(RetentionTimer.class.getName())
                            .log(System.Logger.Level.INFO, "{0} files removed that belonged to nothing", removed);
                }
            }
        } catch (RuntimeException e) {
            System.getLogger(RetentionTimer.class.getName())
                    .log(System.Logger.Level.WARNING, "retention will try again: " + e.getMessage(), e);
        }
    }
}
