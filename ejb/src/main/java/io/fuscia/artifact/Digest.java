package io.fuscia.artifact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The SHA-256 digest of some bytes, written {@code sha256:<64 hex digits>}.
 *
 * @param value the written form, lower case
 */
public record Digest(String value) {
    private static final String PREFIX = "sha256:";
    private static final int LENGTH = PREFIX.length() + 64;

    /** @throws IllegalArgumentException if the value is not of the written form */
    public Digest {
        Objects.requireNonNull(value, "value");
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a digest of the form sha256:<64 hex digits>: " + value);
        }
    }

    /** Whether the text has the written form of a digest. */
    public static boolean isWellFormed(String text) {
        // By hand: there is one for each row, and a pattern takes longer than the digest of something small.
        if (text == null || text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int at = PREFIX.length(); at < LENGTH; at++) {
            char digit = text.charAt(at);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The digest of the bytes. */
    public static Digest of(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return of(digest);
    }

    /** The digest of what a {@link #sha256} was given, which begins anew. */
    public static Digest of(MessageDigest given) {
        return new Digest(PREFIX + HexFormat.of().formatHex(given.digest()));
    }

    /** The digest of the text's UTF-8 bytes. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A fresh SHA-256, for bytes that come in pieces. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 64 hex digits alone. */
    public String hex() {
        return value.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
