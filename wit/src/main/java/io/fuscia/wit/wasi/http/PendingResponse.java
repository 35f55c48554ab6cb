package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/**
 * The resource {@code wasi:http/types.future-incoming-response}: an exchange that runs on a thread of its own, so that
 * guests can do several and wait for any. Its state is guarded by the instance's {@link Events}.
 */
final class PendingResponse implements Types.FutureIncomingResponse {
    private static final int CAPACITY = 64 * 1024;

    private final OutgoingHttp http;
    private final Events events;
    private final OutgoingRequest request;
    private final Destination destination;
    private final HttpTimeouts timeouts;
    private final BytePipe content;
    private HttpExchange exchange;
    private Future<?> running;
    private boolean cancelled;
    private IncomingResponse response;
    private HttpFailure failure;
    private boolean taken;
    private boolean ended;
    private List<HttpField> trailers = List.of();

    PendingResponse(
            OutgoingHttp http, Events events, OutgoingRequest request, Destination destination, HttpTimeouts timeouts) {
        this.http = http;
        this.events = events;
        this.request = request;
        this.destination = destination;
        this.timeouts = timeouts;
        this.content = new BytePipe(events, CAPACITY);
    }

    void runningAs(Future<?> task) {
        synchronized (events) {
            running = task;
        }
    }

    private boolean ready() {
        synchronized (events) {
            return response != null || failure != null;
        }
    }

    @Override
    public Poll.Pollable subscribe(HostCall call) {
        return events.subscribe(this::ready);
    }

    /** The outer error says that it was taken before. */
    @Override
    public Optional<Result<Result<Types.IncomingResponse, ErrorCode>, Void>> get(HostCall call) {
        synchronized (events) {
            if (!ready()) {
                return Optional.empty();
            }
            if (taken) {
                return Optional.of(Result.err());
            }
            taken = true;
            return Optional.of(Result.ok(response == null ? Result.err(failure.code()) : Result.ok(response)));
        }
    }

    /** Returns whether nothing more comes, not even trailers. */
    boolean ended() {
        synchronized (events) {
            return ended;
        }
    }

    /** Returns the fields behind the content, if it was received to its end; only when {@link #ended}. */
    Result<Optional<Types.Fields>, ErrorCode> trailers() {
        synchronized (events) {
            if (failure != null) {
                return Result.err(failure.code());
            }
            return Result.ok(trailers.isEmpty() ? Optional.empty() : Optional.of(Fields.received(trailers)));
        }
    }

    /** Does the exchange; on the thread that works for the guest. */
    void run() {
        HttpFailure.Phase phase = HttpFailure.Phase.CONNECT;
        try {
            List<InetAddress> addresses = http.policy().resolve(destination);
            try (HttpExchange opened = HttpExchange.connect(destination, addresses, timeouts)) {
                keep(opened);
                phase = HttpFailure.Phase.SEND;
                send(opened);
                phase = HttpFailure.Phase.RECEIVE;
                HttpResponseHead head = opened.receive();
                respond(new IncomingResponse(
                        head.status(),
                        Fields.received(head.fields().stream()
                                .filter(field -> !isConnections(field.name()))
                                .toList()),
                        new IncomingBody(events, content, this)));
                receive(opened);
            }
        } catch (EgressDeniedException e) {
            fail(HttpFailure.of(e));
        } catch (IOException e) {
            fail(HttpFailure.of(e, phase));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new HttpFailure(ErrorCode.CONNECTION_TERMINATED, "the exchange was stopped"));
        } catch (RuntimeException e) {
            fail(new HttpFailure(
                    new ErrorCode.InternalError(Optional.empty()), "the exchange failed: " + e.getMessage()));
        } finally {
            http.ended(this);
            synchronized (events) {
                ended = true;
                events.changed();
            }
        }
    }

    private void keep(HttpExchange opened) throws IOException {
        synchronized (events) {
            exchange = opened;
            if (cancelled) {
                throw new InterruptedIOException("the exchange was stopped");
            }
        }
    }

    private void send(HttpExchange opened) throws IOException, InterruptedException {
        OptionalLong length = OptionalLong.of(0);
        if (request.body().isPresent()) {
            long known = request.body().get().pipe().awaitFirst();
            length = request.body().get().length();
            if (length.isEmpty()
                    && known >= 0
                    && request.body().get().trailers().isEmpty()) {
                length = OptionalLong.of(known);
            }
        }
        OutputStream output = opened.send(request.methodName(), request.target(), request.fieldsToSend(), length);
        if (request.body().isPresent()) {
            byte[] buffer = new byte[16 * 1024];
            InputStream input = request.body().get().pipe().input();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                output.write(buffer, 0, count);
                output.flush();
            }
            opened.trailers(request.body().get().trailers());
        }
        output.close();
    }

    private void receive(HttpExchange opened) throws IOException, InterruptedException {
        InputStream input = opened.body();
        byte[] buffer = new byte[16 * 1024];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            http.countReceived(count);
            if (!content.write(buffer, count)) {
                return;
            }
        }
        synchronized (events) {
            trailers = opened.trailers().stream()
                    .filter(field -> !HttpExchange.isReserved(field.name()))
                    .toList();
            content.end();
        }
    }

    /** Headers about the connection, which the guest does not see. */
    private static boolean isConnections(String name) {
        return HttpExchange.isReserved(name) && !name.equalsIgnoreCase("content-length");
    }

    private void respond(IncomingResponse received) {
        synchronized (events) {
            response = received;
            events.changed();
        }
    }

    private void fail(HttpFailure cause) {
        synchronized (events) {
            if (failure == null && !ended) {
                failure = cause;
            }
            content.fail(cause);
            request.body().ifPresent(body -> body.pipe().fail(cause));
            events.changed();
        }
    }

    /** Stops the exchange: nobody wants the rest. */
    void cancel() {
        HttpExchange open;
        Future<?> task;
        synchronized (events) {
            cancelled = true;
            open = exchange;
            task = running;
        }
        content.cancel();
        if (open != null) {
            open.close();
        }
        if (task != null) {
            task.cancel(true);
        }
    }

    /** The guest dropped the future: without a response taken, nothing can come of it. */
    @Override
    public void drop() {
        if (!taken) {
            cancel();
        }
    }
}
