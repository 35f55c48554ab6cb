package io.fuscia.wit.wasi.http;

import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.Events;
import io.fuscia.wit.wasi.io.Pollable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/**
 * The resource {@code wasi:http/types.future-incoming-response}: an exchange that runs on a thread of its own, so that
 * guests can do several and wait for any. Its state is guarded by the instance's {@link Events}.
 */
final class PendingResponse implements Pollable {
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

    @Override
    public boolean ready() {
        synchronized (events) {
            return response != null || failure != null;
        }
    }

    boolean taken() {
        return taken;
    }

    /** Returns the response once; only when {@link #ready}. */
    IncomingResponse take() throws HttpFailure {
        synchronized (events) {
            taken = true;
            if (failure != null) {
                throw failure;
            }
            return response;
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
                        new IncomingBody(content, this)));
                receive(opened.body());
            }
        } catch (EgressDeniedException e) {
            fail(HttpFailure.of(e));
        } catch (IOException e) {
            fail(HttpFailure.of(e, phase));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new HttpFailure(HttpErrorCode.CONNECTION_TERMINATED, "the exchange was stopped"));
        } catch (RuntimeException e) {
            fail(new HttpFailure(HttpErrorCode.INTERNAL_ERROR, "the exchange failed: " + e.getMessage()));
        } finally {
            http.ended(this);
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
            if (length.isEmpty() && known >= 0) {
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
        }
        output.close();
    }

    private void receive(InputStream input) throws IOException, InterruptedException {
        byte[] buffer = new byte[16 * 1024];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            http.countReceived(count);
            if (!content.write(buffer, count)) {
                return;
            }
        }
        content.end();
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
            if (response == null && failure == null) {
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
    void dropped() {
        if (!taken) {
            cancel();
        }
    }
}
