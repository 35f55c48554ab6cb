package io.fuscia.wit.binary;

import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.model.ByteRange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A cursor over a part of a component's bytes; every way of running past its end is malformed. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    MalformedComponentException malformed(String message) {
        return new MalformedComponentException(message, position);
    }

    MalformedComponentException malformed(String message, int offset) {
        return new MalformedComponentException(message, offset);
    }

    /** The complaint about the byte just read. */
    MalformedComponentException invalidLeadingByte(int value, String what) {
        return new MalformedComponentException(
                "invalid leading byte (0x" + Integer.toHexString(value) + ") for " + what, position - 1);
    }

    int peek() {
        if (position >= end) {
            throw malformed("unexpected end-of-file");
        }
        return bytes[position] & 0xff;
    }

    int readByte() {
        int value = peek();
        position++;
        return value;
    }

    /** An unsigned LEB128 number of at most 32 bits. */
    long readU32() {
        int start = position;
        long result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = readByte();
            if (shift == 28 && (next & 0xf0) != 0) {
                throw malformed((next & 0x80) != 0 ? "integer representation too long" : "integer too large", start);
            }
            result |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return result;
            }
        }
        throw malformed("integer representation too long", start);
    }

    /** An index; one past {@link Integer#MAX_VALUE} cannot exist, so it saturates and fails validation later. */
    int readIndex() {
        return (int) Math.min(readU32(), Integer.MAX_VALUE);
    }

    /** An unsigned LEB128 number of at most 64 bits. */
    long readU64() {
        int start = position;
        long result = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = readByte();
            if (shift == 63 && (next & 0xfe) != 0) {
                throw malformed("integer too large", start);
            }
            result |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return result;
            }
        }
        throw malformed("integer representation too long", start);
    }

    /** A signed LEB128 number of at most 33 bits. */
    long readS33() {
        int start = position;
        long result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = readByte();
            result |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                if (shift == 28 && (next & 0x70) != 0 && (next & 0x70) != 0x70) {
                    throw malformed("integer too large", start);
                }
                int unused = 64 - shift - 7;
                return result << unused >> unused;
            }
        }
        throw malformed("integer representation too long", start);
    }

    /** How many items follow; refused when even one byte each is more than there is. */
    int readCount(int limit, String what) {
        int start = position;
        long count = readU32();
        if (count > limit) {
            throw malformed(count + " " + what + " exceed the limit of " + limit, start);
        }
        if (count > remaining()) {
            throw malformed("unexpected end-of-file: " + count + " " + what + " declared", start);
        }
        return (int) count;
    }

    <T> List<T> readList(int limit, String what, Supplier<T> item) {
        int count = readCount(limit, what);
        List<T> items = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return List.copyOf(items);
    }

    /** A length-prefixed name in strict UTF-8. */
    String readName() {
        int start = position;
        long length = readU32();
        if (length > remaining()) {
            throw malformed("unexpected end-of-file: a name of " + length + " bytes", start);
        }
        if (length > Limits.NAME) {
            throw malformed("a name of " + length + " bytes exceeds the limit of " + Limits.NAME, start);
        }
        ByteBuffer content = ByteBuffer.wrap(bytes, position, (int) length);
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(content)
                    .toString();
            position += (int) length;
            return name;
        } catch (CharacterCodingException e) {
            throw malformed("malformed UTF-8 encoding");
        }
    }

    /** A size and a reader for as many bytes; this reader moves past them. */
    ByteReader readSized(String what) {
        int start = position;
        long size = readU32();
        if (size > remaining()) {
            throw malformed("unexpected end-of-file: " + what + " of " + size + " bytes", start);
        }
        ByteReader part = new ByteReader(bytes, position, position + (int) size);
        position += (int) size;
        return part;
    }

    /** A second cursor at the same place. */
    ByteReader copy() {
        return new ByteReader(bytes, position, end);
    }

    /** Everything that is left. */
    ByteRange rest() {
        ByteRange range = new ByteRange(bytes, position, end - position);
        position = end;
        return range;
    }

    /** What was read since {@code start}. */
    ByteRange since(int start) {
        return new ByteRange(bytes, start, position - start);
    }

    void skip(long count) {
        if (count < 0 || count > remaining()) {
            throw malformed("unexpected end-of-file");
        }
        position += (int) count;
    }

    void expectEnd(String what) {
        if (!atEnd()) {
            throw malformed("unexpected content after the last item of " + what);
        }
    }

    boolean readFlag() {
        int value = readByte();
        if (value > 1) {
            throw malformed("invalid boolean value 0x" + Integer.toHexString(value), position - 1);
        }
        return value == 1;
    }
}
