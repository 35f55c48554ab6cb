package io.fuscia.wit.wasi.http;

import io.fuscia.wit.runtime.Deadline;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 request and its response on a connection of its own. It exists because the JDK's client looks names up
 * itself, and what was checked must be what is dialled.
 *
 * <p>Life cycle: {@link #connect}, {@link #send}, write the body and close it, {@link #receive}, read {@link #body},
 * {@link #close}. Blocking; for one thread, except that {@code close} may be called by any and ends what blocks, as
 * interrupting the thread does.
 */
public final class HttpExchange implements AutoCloseable {
    /** Bytes that the head of a response may have. */
    public static final int MAX_HEAD_BYTES = 128 * 1024;

    private final Destination destination;
    private final Socket raw;
    private final HttpTimeouts timeouts;
    private final BufferedInputStream input;
    private final BufferedOutputStream output;
    private boolean headRequest;
    private boolean awaitsFirstByte = true;
    private InputStream body;
    private HttpBodies.ChunkedOutput chunked;

    private HttpExchange(Destination destination, Socket raw, HttpTimeouts timeouts) throws IOException {
        this.destination = destination;
        this.raw = raw;
        this.timeouts = timeouts;
        Socket socket = destination.scheme().equals("https") ? secured(raw) : raw;
        this.input = new BufferedInputStream(new TimedInput(socket.getInputStream()), 16 * 1024);
        this.output = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
    }

    /**
     * Connects to the first address that answers.
     *
     * @param addresses what {@link EgressPolicy#resolve} returned for the destination
     * @throws SocketTimeoutException if that took too long
     * @throws IOException if no address answers, TLS fails or the thread was interrupted
     */
    public static HttpExchange connect(Destination destination, List<InetAddress> addresses, HttpTimeouts timeouts)
            throws IOException {
        IOException failure = null;
        for (InetAddress address : addresses) {
            Socket socket = SocketChannel.open().socket();
            try {
                int millis = millis(timeouts.connectMillis(), timeouts.deadline());
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, destination.port()), millis);
                socket.setSoTimeout(millis);
                return new HttpExchange(destination, socket, timeouts);
            } catch (IOException e) {
                socket.close();
                failure = e;
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw failure == null ? new IOException("no address to connect to") : failure;
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        // The name, not the dialled address, is what is sent as SNI and what the certificate must be for.
        String name = destination.host().replaceAll("[\\[\\]]", "");
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, name, destination.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static int millis(int own, Deadline deadline) throws SocketTimeoutException {
        if (!deadline.bounded()) {
            return own;
        }
        long left = (deadline.remainingNanos() + 999_999) / 1_000_000;
        if (left == 0) {
            throw new SocketTimeoutException("the exchange took too long");
        }
        return (int) Math.min(own == 0 ? Integer.MAX_VALUE : own, Math.min(left, Integer.MAX_VALUE));
    }

    /**
     * Sends the request's head.
     *
     * @param method a token
     * @param target {@code /path[?query]}, visible ASCII
     * @param fields without {@code Host}, {@code Connection}, {@code Content-Length} and {@code Transfer-Encoding},
     *     which are this class's
     * @param contentLength of the body; empty for a chunked one
     * @return the body, to be closed when it is complete; writing more or less than its length fails
     */
    public OutputStream send(String method, String target, List<HttpField> fields, OptionalLong contentLength)
            throws IOException {
        if (!HttpField.isToken(method)) {
            throw new IllegalArgumentException("not a method: '" + method + "'");
        }
        if (!target.startsWith("/") || !target.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("not a path and query: '" + target + "'");
        }
        headRequest = method.equals("HEAD");
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(destination.authority())
                .append("\r\nConnection: close\r\n");
        for (HttpField field : fields) {
            if (isReserved(field.name())) {
                throw new IllegalArgumentException("header '" + field.name() + "' cannot be set");
            }
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        boolean empty = contentLength.isPresent() && contentLength.getAsLong() == 0;
        if (contentLength.isEmpty()) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!empty || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(contentLength.getAsLong()).append("\r\n");
        }
        output.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (contentLength.isPresent()) {
            return new HttpBodies.LengthOutput(output, contentLength.getAsLong());
        }
        chunked = new HttpBodies.ChunkedOutput(output);
        return chunked;
    }

    /**
     * Says what is sent behind the request's body when that is closed.
     *
     * @param fields none of those that are this class's
     * @throws IllegalStateException if there are some and the body has a length: only chunked ones can have them
     */
    public void trailers(List<HttpField> fields) {
        if (fields.isEmpty()) {
            return;
        }
        if (chunked == null) {
            throw new IllegalStateException("a body with a content length cannot have trailers");
        }
        for (HttpField field : fields) {
            if (isReserved(field.name())) {
                throw new IllegalArgumentException("trailer '" + field.name() + "' cannot be set");
            }
        }
        chunked.trailers(fields);
    }

    /** Returns the fields behind the response's body; none before that was read to its end. */
    public List<HttpField> trailers() {
        return body instanceof HttpBodies.ChunkedInput input ? input.trailers() : List.of();
    }

    /** Returns whether only this class may set the field: framing, routing and connection handling. */
    public static boolean isReserved(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "upgrade",
                    "http2-settings",
                    "expect" -> true;
            default -> false;
        };
    }

    /**
     * Waits for the final response's head; interim ones are skipped.
     *
     * @throws SocketTimeoutException if it does not come in time
     * @throws HttpProtocolException if it is not HTTP/1.x or too large
     */
    public HttpResponseHead receive() throws IOException {
        output.flush();
        HttpHeadReader reader = new HttpHeadReader(input, MAX_HEAD_BYTES);
        HttpResponseHead head = reader.read();
        while (head.status() < 200) {
            if (head.status() == 101) {
                throw HttpProtocolException.broken("the server switches protocols, which was not asked for");
            }
            head = reader.read();
        }
        body = HttpBodies.of(head, headRequest, input);
        return head;
    }

    /**
     * Returns the response's body without its framing, for one reader.
     *
     * @throws IllegalStateException before {@link #receive}
     */
    public InputStream body() {
        if (body == null) {
            throw new IllegalStateException("the response has not been received");
        }
        return body;
    }

    /** Closes the connection at once; what blocks on it fails. */
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // Closing is all that was wanted, and nothing can be done about a socket that does not.
            System.getLogger(HttpExchange.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }

    /** Gives each read the time that is left for it. */
    private final class TimedInput extends InputStream {
        private final InputStream from;

        private TimedInput(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int own = awaitsFirstByte ? timeouts.firstByteMillis() : timeouts.betweenBytesMillis();
            raw.setSoTimeout(millis(own, timeouts.deadline()));
            int count = from.read(bytes, offset, length);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while reading a response");
            }
            awaitsFirstByte = false;
            return count;
        }

        @Override
        public int available() throws IOException {
            return from.available();
        }
    }
}
