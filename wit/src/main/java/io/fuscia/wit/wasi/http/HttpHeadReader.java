package io.fuscia.wit.wasi.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads status lines and fields, strictly: what is ambiguous is refused (RFC 9112 sections 4 and 5). */
final class HttpHeadReader {
    private final InputStream input;
    private final byte[] line = new byte[16 * 1024];
    private int left;

    /** @param maxBytes for everything that this reader reads */
    HttpHeadReader(InputStream input, int maxBytes) {
        this.input = input;
        this.left = maxBytes;
    }

    HttpResponseHead read() throws IOException {
        String status = line();
        // "HTTP/1.x NNN reason"
        boolean wellFormed = status.length() >= 12
                && status.startsWith("HTTP/1.")
                && Character.isDigit(status.charAt(7))
                && status.charAt(8) == ' '
                && status.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
                && (status.length() == 12 || status.charAt(12) == ' ');
        if (!wellFormed || status.charAt(9) == '0') {
            throw HttpProtocolException.broken("the server does not answer in HTTP/1.1");
        }
        return new HttpResponseHead(Integer.parseInt(status.substring(9, 12)), fields());
    }

    /** Reads fields up to the empty line. */
    List<HttpField> fields() throws IOException {
        List<HttpField> fields = new ArrayList<>();
        for (String text = line(); !text.isEmpty(); text = line()) {
            int colon = text.indexOf(':');
            if (colon <= 0 || text.charAt(0) == ' ' || text.charAt(0) == '\t') {
                throw HttpProtocolException.broken("the server sent a line that is not a header");
            }
            try {
                fields.add(new HttpField(
                        text.substring(0, colon), text.substring(colon + 1).strip()));
            } catch (IllegalArgumentException e) {
                throw HttpProtocolException.broken("the server sent a header that is not one: " + e.getMessage());
            }
        }
        return fields;
    }

    /** Reads up to CRLF or LF; a lone CR is refused. */
    String line() throws IOException {
        int length = 0;
        byte[] buffer = line;
        while (true) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection before the response was complete");
            }
            if (--left < 0) {
                throw HttpProtocolException.tooLarge("the response's headers are larger than allowed");
            }
            if (next == '\n') {
                break;
            }
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, length * 2);
            }
            buffer[length++] = (byte) next;
        }
        if (length > 0 && buffer[length - 1] == '\r') {
            length--;
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\r') >= 0) {
            throw HttpProtocolException.broken("the server sent a line that does not end properly");
        }
        return text;
    }
}
