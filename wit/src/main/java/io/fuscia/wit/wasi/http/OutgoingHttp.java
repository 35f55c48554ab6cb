package io.fuscia.wit.wasi.http;

import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.wasi.io.Events;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** The outgoing HTTP of one instance: where it may go, how much, and what is on its way. Thread-safe. */
public final class OutgoingHttp implements AutoCloseable {
    private static final int DEFAULT_MILLIS = 600_000;

    private final EgressPolicy policy;
    private final int mostAtOnce;
    private final AtomicLong bytesLeft;
    private final ExecutorService threads;
    private final Events events;
    private final Set<PendingResponse> pending = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param policy where it may go
     * @param mostAtOnce exchanges at once
     * @param bytes of all bodies, both ways
     * @param threads where exchanges run, one thread each while it lasts
     */
    public OutgoingHttp(EgressPolicy policy, int mostAtOnce, long bytes, ExecutorService threads, Events events) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.mostAtOnce = mostAtOnce;
        this.bytesLeft = new AtomicLong(bytes);
        this.threads = Objects.requireNonNull(threads, "threads");
        this.events = Objects.requireNonNull(events, "events");
    }

    EgressPolicy policy() {
        return policy;
    }

    Events events() {
        return events;
    }

    OutgoingBody newBody(OptionalLong length) {
        return new OutgoingBody(events, length, bytesLeft);
    }

    void countReceived(int bytes) throws HttpFailure {
        if (bytesLeft.addAndGet(-bytes) < 0) {
            throw new HttpFailure(
                    new ErrorCode.HttpResponseBodySize(Optional.empty()), "the limit on bytes over HTTP is reached");
        }
    }

    /** Returns whether the guest wanted more bytes than it may have, both ways together. */
    public boolean exhausted() {
        return bytesLeft.get() < 0;
    }

    /** Starts an exchange; what is not allowed by name fails at once. */
    PendingResponse handle(OutgoingRequest request, RequestOptions options, Deadline deadline) throws HttpFailure {
        Destination destination = request.destination();
        request.target();
        if (request.methodName().equals("CONNECT")) {
            throw new HttpFailure(ErrorCode.HTTP_REQUEST_METHOD_INVALID, "tunnels are not allowed");
        }
        try {
            policy.check(destination);
        } catch (EgressDeniedException e) {
            throw HttpFailure.of(e);
        }
        PendingResponse response =
                new PendingResponse(this, events, request, destination, options.timeouts(DEFAULT_MILLIS, deadline));
        synchronized (pending) {
            if (pending.size() >= mostAtOnce) {
                throw new HttpFailure(
                        ErrorCode.CONNECTION_LIMIT_REACHED, "more than " + mostAtOnce + " requests at once");
            }
            pending.add(response);
        }
        try {
            response.runningAs(threads.submit(response::run));
        } catch (RejectedExecutionException e) {
            ended(response);
            throw new HttpFailure(ErrorCode.CONNECTION_LIMIT_REACHED, "no thread is free");
        }
        return response;
    }

    void ended(PendingResponse response) {
        synchronized (pending) {
            pending.remove(response);
        }
    }

    /** Stops whatever is on its way. */
    @Override
    public void close() {
        List<PendingResponse> left;
        synchronized (pending) {
            left = List.copyOf(pending);
        }
        left.forEach(PendingResponse::cancel);
    }
}
