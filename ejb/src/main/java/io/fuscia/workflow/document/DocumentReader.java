package io.fuscia.workflow.document;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads JSON (RFC 8259, nothing more) and YAML 1.2 (core schema, one document) into a located tree. Duplicate keys,
 * unpaired surrogates, unknown tags and anything past the limits are refused. Thread-safe.
 */
public final class DocumentReader {
    private final DocumentLimits limits;

    public DocumentReader(DocumentLimits limits) {
        this.limits = limits;
    }

    /** A reader with {@link DocumentLimits#DEFAULT}. */
    public DocumentReader() {
        this(DocumentLimits.DEFAULT);
    }

    /**
     * Reads a text.
     *
     * @throws FusciaException {@code MALFORMED_DOCUMENT} with one violation that says where and why,
     *     {@code PAYLOAD_TOO_LARGE} if the text is too long
     */
    public LocatedDocument read(String text, DocumentFormat format) {
        if (text.length() > limits.characters()) {
            throw new FusciaException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "the document is longer than " + limits.characters() + " characters");
        }
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        LocatedValue root =
                switch (format) {
                    case JSON -> new JsonDocumentReader(text, start, limits).read();
                    case YAML -> new YamlDocumentReader(text.substring(start), limits).read();
                };
        return new LocatedDocument(root, format);
    }

    /**
     * Reads UTF-8 bytes.
     *
     * @throws FusciaException {@code MALFORMED_DOCUMENT} also if they are not UTF-8, {@code PAYLOAD_TOO_LARGE}
     */
    public LocatedDocument read(byte[] utf8, DocumentFormat format) {
        return read(decode(utf8), format);
    }

    /** The text of UTF-8 bytes. @throws FusciaException {@code MALFORMED_DOCUMENT} at the first byte that is not UTF-8 */
    public static String decode(byte[] utf8) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), text, true);
        text.flip();
        if (result.isError()) {
            int line = 1;
            int column = 1;
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == '\n') {
                    line++;
                    column = 1;
                } else {
                    column++;
                }
            }
            throw malformed("the text is not valid UTF-8", line, column);
        }
        return text.toString();
    }

    static FusciaException malformed(String message, int line, int column) {
        Violation violation = new Violation(Violation.Severity.ERROR, "", "malformed_document", message, line, column);
        return new FusciaException(
                ErrorCode.MALFORMED_DOCUMENT,
                message + " (line " + line + ", column " + column + ")",
                List.of(violation));
    }
}
