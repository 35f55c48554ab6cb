package io.fuscia.task;

import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.wasi.http.Destination;
import io.fuscia.wit.wasi.http.EgressDeniedException;
import io.fuscia.wit.wasi.http.EgressPolicy;
import io.fuscia.wit.wasi.http.HttpExchange;
import io.fuscia.wit.wasi.http.HttpProtocolException;
import io.fuscia.wit.wasi.http.HttpResponseHead;
import io.fuscia.wit.wasi.http.HttpTimeouts;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends an http node's request and turns the response into its outcome. Obeys the operator's egress policy, sends the
 * task's idempotency key and trace context, and ends in time: deadline and cancellation interrupt whatever it waits for.
 */
public final class HttpTaskRunner implements TaskRunner, AutoCloseable {
    private static final int LOOKUPS_AT_ONCE = 32;

    private final EgressPolicy policy;
    private final HttpSettings settings;
    private final HttpResponseReader responses;
    private final ExecutorService lookups;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param policy where requests may go
     * @param artifacts where binary bodies go
     */
    public HttpTaskRunner(EgressPolicy policy, HttpSettings settings, Artifacts artifacts) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.responses = new HttpResponseReader(artifacts, settings.responseBytes());
        // Looking a name up cannot be interrupted, so it happens on a thread that can be left behind.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUPS_AT_ONCE,
                LOOKUPS_AT_ONCE,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(1_000),
                task -> daemon(task, "fuscia-dns"));
        pool.allowCoreThreadTimeOut(true);
        this.lookups = pool;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "fuscia-http-deadlines"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the threads that look names up and watch deadlines. */
    @Override
    public void close() {
        lookups.shutdownNow();
        timer.shutdownNow();
    }

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        long millis = request.timeout().toMillis();
        Deadline deadline = Deadline.afterMillis(millis > 0 ? millis : settings.timeoutMillis());
        String node = "http node '" + request.context().nodeId() + "'";
        if (cancellation.isCancelled()) {
            return Cancelled.outcome(cancellation.reason(), node + " was cancelled", List.of());
        }
        try (Interruption interruption = new Interruption();
                Cancellation.Registration registration = cancellation.onCancel(interruption::fire)) {
            ScheduledFuture<?> alarm =
                    timer.schedule(interruption::fire, deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            try {
                return exchange(request, deadline, node);
            } catch (IOException | FusciaException | EgressDeniedException e) {
                return failed(e, deadline, cancellation, node);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(e, deadline, cancellation, node);
            } finally {
                alarm.cancel(false);
            }
        }
    }

    private TaskOutcome exchange(TaskRequest request, Deadline deadline, String node)
            throws IOException, InterruptedException {
        HttpRequestData data = HttpRequestData.of(request.inputs(), request.context());
        for (int redirects = 0; ; redirects++) {
            Destination destination = Destination.of(data.url());
            HttpTimeouts timeouts = new HttpTimeouts(settings.connectMillis(), 0, 0, deadline);
            try (HttpExchange exchange = HttpExchange.connect(destination, resolve(destination, deadline), timeouts)) {
                HttpResponseHead head = send(exchange, data);
                Optional<String> location = head.first("Location");
                if (redirects < settings.redirects() && isRedirect(head.status()) && location.isPresent()) {
                    data = data.redirected(head.status(), location.get());
                    continue;
                }
                return outcome(data, responses.read(head, exchange.body(), request.context()), head, node);
            }
        }
    }

    private List<InetAddress> resolve(Destination destination, Deadline deadline)
            throws IOException, InterruptedException {
        Future<List<InetAddress>> lookup;
        try {
            lookup = lookups.submit(() -> policy.resolve(destination));
        } catch (RejectedExecutionException e) {
            throw new IOException("too many names are being looked up", e);
        }
        try {
            return lookup.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnknownHostException("looking up " + destination.host() + " took too long");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof EgressDeniedException denied) {
                throw denied;
            }
            throw new IOException("cannot look up " + destination.host(), e.getCause());
        } finally {
            lookup.cancel(true);
        }
    }

    private static HttpResponseHead send(HttpExchange exchange, HttpRequestData data) throws IOException {
        long length = data.body() == null ? 0 : data.body().length;
        OutputStream body = exchange.send(data.method(), data.target(), data.fields(), OptionalLong.of(length));
        try {
            if (data.body() != null) {
                body.write(data.body());
            }
            body.close();
        } catch (IOException sending) {
            // A server may answer before it has read the body and then close: its answer says more than the failure.
            try {
                return exchange.receive();
            } catch (IOException receiving) {
                sending.addSuppressed(receiving);
                throw sending;
            }
        }
        return exchange.receive();
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static TaskOutcome outcome(
            HttpRequestData data, HttpResponseReader.Output output, HttpResponseHead head, String node) {
        int status = head.status();
        if (status < 400) {
            return new TaskOutcome.Succeeded(output.value(), output.artifacts());
        }
        return new TaskOutcome.Failed(
                ErrorCode.HTTP_RESPONSE_STATUS,
                node + ": " + data.method() + " " + shown(data) + " was answered with status " + status,
                isRetryable(status),
                output.value());
    }

    /** Whether the same request may succeed later: the server failed, was too slow, or is asked too often. */
    public static boolean isRetryable(int status) {
        return status >= 500 || status == 408 || status == 429;
    }

    /** The URL without its query, which may hold secrets. */
    private static String shown(HttpRequestData data) {
        return data.url().getScheme() + "://" + data.url().getRawAuthority()
                + data.url().getRawPath();
    }

    private static TaskOutcome failed(Exception thrown, Deadline deadline, Cancellation cancellation, String node) {
        if (cancellation.isCancelled()) {
            return Cancelled.outcome(cancellation.reason(), node + " was cancelled", List.of());
        }
        if (deadline.remainingNanos() == 0) {
            return new TaskOutcome.Failed(
                    ErrorCode.NODE_TIMED_OUT,
                    node + " did not get its response in time",
                    true,
                    JsonValue.EMPTY_JSON_OBJECT);
        }
        if (thrown instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return Cancelled.outcome(Optional.empty(), node + " was interrupted", List.of());
        }
        return failure(thrown, node);
    }

    private static TaskOutcome failure(Exception thrown, String node) {
        String message = node + ": " + (thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
        if (thrown instanceof EgressDeniedException denied) {
            boolean invalid = denied.reason() == EgressDeniedException.Reason.INVALID_DESTINATION;
            return refused(invalid ? ErrorCode.INVALID_INPUT : ErrorCode.EGRESS_DENIED, message, false, "egress");
        }
        if (thrown instanceof FusciaException known) {
            boolean retryable = known.code() == ErrorCode.STORAGE_UNAVAILABLE;
            return refused(known.code(), message, retryable, "http");
        }
        if (thrown instanceof HttpProtocolException protocol && protocol.isLimit()) {
            return refused(ErrorCode.LIMIT_EXCEEDED, message, false, "limit");
        }
        if (thrown instanceof UnknownHostException) {
            return refused(ErrorCode.HTTP_REQUEST_FAILED, node + ": unknown host " + thrown.getMessage(), true, "dns");
        }
        boolean transientFailure = !(thrown instanceof SSLException);
        return refused(
                ErrorCode.HTTP_REQUEST_FAILED, message, transientFailure, transientFailure ? "connection" : "tls");
    }

    private static TaskOutcome refused(ErrorCode code, String message, boolean retryable, String failure) {
        JsonObject detail =
                JsonOutput.JSON.createObjectBuilder().add("failure", failure).build();
        return new TaskOutcome.Failed(code, message, retryable, detail);
    }
}
