package io.fuscia.wit.wasi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for requests of guests whose host brings none: daemons that end a few seconds after their last request. */
final class ExchangeThreads {
    private static final int MOST = 256;

    private static final ExecutorService SHARED =
            new ThreadPoolExecutor(0, MOST, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "fuscia-wasi-http");
                thread.setDaemon(true);
                return thread;
            });

    private ExchangeThreads() {}

    static ExecutorService shared() {
        return SHARED;
    }
}
