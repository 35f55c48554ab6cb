package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Strings between Java and the three encodings of the canonical ABI (CanonicalABI.md#loading). Decoding is strict:
 * nothing malformed is ever replaced. Encoding allocates exactly what the string takes, in one call of realloc.
 */
final class Strings {
    private static final int UTF16_TAG = 0x80000000;
    private static final char REPLACEMENT = '\ufffd';

    /** Up to here it is faster to look at every unit than to encode and compare. */
    private static final int SHORT = 128;

    private Strings() {}

    static String load(TransferContext context, int pointer, int units) {
        return switch (context.site().encoding()) {
            case UTF8 -> utf8(context, pointer, Integer.toUnsignedLong(units));
            case UTF16 -> utf16(bytes(context, pointer, 2, 2 * Integer.toUnsignedLong(units)));
            case LATIN1_UTF16 ->
                units < 0
                        ? utf16(bytes(context, pointer, 2, 2L * (units & ~UTF16_TAG)))
                        : new String(bytes(context, pointer, 2, units), StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] bytes(TransferContext context, int pointer, int alignment, long length) {
        take(context, pointer, alignment, length);
        return context.memory().readBytes(pointer, (int) length);
    }

    private static void take(TransferContext context, int pointer, int alignment, long length) {
        context.site().checkRange(pointer, alignment, length);
        context.charge(length);
    }

    /** Java's own decoder is several times faster than a strict one, and leaves a mark where something was malformed. */
    private static String utf8(TransferContext context, int pointer, long length) {
        take(context, pointer, 1, length);
        String decoded = context.memory().readUtf8(pointer, (int) length);
        return decoded.indexOf(REPLACEMENT) < 0
                ? decoded
                : decode(StandardCharsets.UTF_8, context.memory().readBytes(pointer, (int) length));
    }

    private static String utf16(byte[] bytes) {
        return decode(StandardCharsets.UTF_16LE, bytes);
    }

    private static String decode(Charset charset, byte[] bytes) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Trap(TrapCode.INVALID_STRING, "invalid " + charset + " string", e);
        }
    }

    /** Writes a string; returns the pointer in the low half, the tagged number of code units in the high half. */
    static long store(TransferContext context, String string) {
        return switch (context.site().encoding()) {
            case UTF8 -> {
                if (isShortAscii(string)) {
                    int pointer = context.site().allocate(1, string.length());
                    context.memory().writeLatin1(pointer, string);
                    yield stored(pointer, string.length());
                }
                byte[] bytes = encode(StandardCharsets.UTF_8, string);
                yield stored(write(context, bytes, 1), bytes.length);
            }
            case UTF16 -> stored(write(context, encode(StandardCharsets.UTF_16LE, string), 2), string.length());
            case LATIN1_UTF16 -> {
                boolean narrow = isLatin1(string);
                byte[] bytes = encode(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE, string);
                yield stored(write(context, bytes, 2), narrow ? string.length() : string.length() | UTF16_TAG);
            }
        };
    }

    private static byte[] encode(Charset charset, String string) {
        byte[] bytes = string.getBytes(charset);
        // One byte for each unit: all of them ASCII, unless they were surrogates, which compact strings cannot hold.
        if (bytes.length != string.length() || !string.equals(new String(bytes, StandardCharsets.ISO_8859_1))) {
            checkSurrogates(string);
        }
        return bytes;
    }

    private static void checkSurrogates(String string) {
        int length = string.length();
        for (int i = 0; i < length; i++) {
            char unit = string.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || i + 1 == length
                        || !Character.isLowSurrogate(string.charAt(i + 1))) {
                    throw new IllegalArgumentException("a string with a lone surrogate is no sequence of characters");
                }
                i++;
            }
        }
    }

    private static boolean isShortAscii(String string) {
        int length = string.length();
        if (length > SHORT) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (string.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLatin1(String string) {
        for (int i = 0; i < string.length(); i++) {
            if (string.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private static int write(TransferContext context, byte[] bytes, int alignment) {
        int pointer = context.site().allocate(alignment, bytes.length);
        context.memory().write(pointer, bytes);
        return pointer;
    }

    private static long stored(int pointer, int units) {
        return ((long) units << 32) | (pointer & 0xffffffffL);
    }
}
