package io.fuscia.execution;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Starts and stops the execution machinery with the application, and is its timer. Executions start with the first
 * expiry of an EJB timer, when all modules are deployed. From then on a scheduler ticks: EJB timers go by the clock, and
 * one that is set back by an hour would stop them for an hour. What it depends on outlives it, so that it can give its
 * lease back: hence the name for the data source, which nothing looks up.
 */
@Singleton
@Startup
@DependsOn({"Schema", "JtaTransactions"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@Resource(name = "jdbc/sql", lookup = "java:/jdbc/FusciaSqlDS", type = DataSource.class)
public class ExecutionLifecycle {
    private static final long TICK_MILLISECONDS = 200;
    private static final long AGAIN_MILLISECONDS = 1_000;

    @Resource
    private TimerService timers;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private Upkeep upkeep;

    private ScheduledFuture<?> ticks;
    private boolean stopped;

    @PostConstruct
    void start() {
        timers.createSingleActionTimer(TICK_MILLISECONDS, new TimerConfig(null, false));
    }

    @Timeout
    synchronized void begin() {
        if (ticks != null || stopped) {
            return;
        }
        try {
            upkeep.begin();
        } catch (RuntimeException e) {
            System.getLogger(ExecutionLifecycle.class.getName())
                    .log(System.Logger.Level.WARNING, "executions cannot start yet: " + e.getMessage(), e);
            timers.createSingleActionTimer(AGAIN_MILLISECONDS, new TimerConfig(null, false));
            return;
        }
        ticks = scheduler.scheduleWithFixedDelay(
                this::tick, TICK_MILLISECONDS, TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** A scheduler drops what throws. */
    private void tick() {
        try {
            upkeep.tick();
        } catch (RuntimeException | Error e) {
            System.getLogger(ExecutionLifecycle.class.getName())
                    .log(System.Logger.Level.ERROR, "upkeep broke and will try again: " + e, e);
        }
    }

    @PreDestroy
    synchronized void stop() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel(false);
            upkeep.end();
        }
    }
}
