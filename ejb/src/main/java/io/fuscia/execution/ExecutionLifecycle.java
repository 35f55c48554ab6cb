package io.fuscia.execution;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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
 * Starts and stops the execution machinery with the application, and is its timer. Executions start with the first tick,
 * when all modules are deployed. What it depends on outlives it, so that it can give its lease back.
 */
@Singleton
@Startup
@DependsOn({"Schema", "JtaTransactions"})
@TransactionManagement(TransactionManagementType.BEAN)
public class ExecutionLifecycle {
    private static final long TICK_MILLISECONDS = 200;

    @Resource
    private TimerService timers;

    @Inject
    private Upkeep upkeep;

    private boolean begun;

    @PostConstruct
    void start() {
        timers.createIntervalTimer(TICK_MILLISECONDS, TICK_MILLISECONDS, new TimerConfig(null, false));
    }

    @Timeout
    void tick() {
        if (!begun) {
            try {
                upkeep.begin();
                begun = true;
            } catch (RuntimeException e) {
                System.getLogger(ExecutionLifecycle.class.getName())
                        .log(System.Logger.Level.WARNING, "executions cannot start yet: " + e.getMessage(), e);
                return;
            }
        }
        upkeep.tick();
    }

    @PreDestroy
    void stop() {
        if (begun) {
            upkeep.end();
        }
    }
}
