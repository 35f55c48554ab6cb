package io.fuscia.wit.wasi.http;

import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The framings of a body in HTTP/1.1 (RFC 9112 sections 6 and 7). */
final class HttpBodies {
    private static final int MAX_CHUNK_LINE = 4 * 1024;

    private HttpBodies() {}

    /** The body of a final response, unframed. */
    static InputStream of(HttpResponseHead head, boolean headRequest, InputStream input) throws IOException {
        int status = head.status();
        if (headRequest || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        List<String> codings = head.all("Transfer-Encoding");
        List<String> lengths = head.all("Content-Length").stream().distinct().toList();
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked") || !lengths.isEmpty()) {
                throw HttpProtocolException.broken("the server frames the response in a way that is not understood");
            }
            return new ChunkedInput(input);
        }
        if (lengths.isEmpty()) {
            return input;
        }
        String length = lengths.get(0);
        if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
            throw HttpProtocolException.broken("the server does not say how long the response is");
        }
        return new LengthInput(input, Long.parseLong(length));
    }

    private static final class LengthInput extends InputStream {
        private final InputStream from;
        private long left;

        private LengthInput(InputStream from, long length) {
            this.from = from;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = from.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the server closed the connection before the response was complete");
            }
            left -= count;
            return count;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(from.available(), left);
        }
    }

    /** A body in chunks, with fields behind it. */
    static final class ChunkedInput extends InputStream {
        private final InputStream from;
        private long left;
        private boolean first = true;
        private boolean ended;

        private List<HttpField> trailers = List.of();

        private ChunkedInput(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int count = from.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the server closed the connection before the response was complete");
            }
            left -= count;
            return count;
        }

        /** The fields behind the last chunk; none before that was read. */
        List<HttpField> trailers() {
            return trailers;
        }

        private void nextChunk() throws IOException {
            HttpHeadReader reader = new HttpHeadReader(from, MAX_CHUNK_LINE);
            if (!first && !reader.line().isEmpty()) {
                throw HttpProtocolException.broken("the server sent a chunk longer than announced");
            }
            first = false;
            String line = reader.line();
            int extension = line.indexOf(';');
            String size = (extension < 0 ? line : line.substring(0, extension)).strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw HttpProtocolException.broken("the server sent a chunk without a size");
            }
            left = Long.parseLong(size, 16);
            if (left == 0) {
                trailers = new HttpHeadReader(from, HttpExchange.MAX_HEAD_BYTES).fields();
                ended = true;
            }
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(from.available(), left);
        }
    }

    /** A body of a known length. */
    static final class LengthOutput extends FilterOutputStream {
        private long left;
        private boolean closed;

        LengthOutput(OutputStream to, long length) {
            super(to);
            this.left = length;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > left) {
                throw new IOException("the request's body is longer than its content length");
            }
            out.write(bytes, offset, length);
            left -= length;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                if (left > 0) {
                    throw new IOException("the request's body is shorter than its content length");
                }
                out.flush();
            }
        }
    }

    /** A body of unknown length, in chunks. */
    static final class ChunkedOutput extends FilterOutputStream {
        private List<HttpField> trailers = List.of();
        private boolean closed;

        ChunkedOutput(OutputStream to) {
            super(to);
        }

        /** Says what goes behind the last chunk. */
        void trailers(List<HttpField> fields) {
            trailers = List.copyOf(fields);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, offset, length);
                out.write(new byte[] {'\r', '\n'});
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                StringBuilder end = new StringBuilder("0\r\n");
                trailers.forEach(field -> end.append(field.name())
                        .append(": ")
                        .append(field.value())
                        .append("\r\n"));
                out.write(end.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }
    }
}
