package io.fuscia.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Writes archives that the JDK refuses to write. Entries are stored, not compressed. */
final class RawZip {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private byte[] last = {};
    private int lastOffset;
    private int count;

    RawZip add(String name, byte[] bytes) {
        return add(name, bytes, 0);
    }

    /** @param mode of Unix, 0 for an entry that was made elsewhere */
    RawZip add(String name, byte[] bytes, int mode) {
        byte[] encoded = name.getBytes(UTF_8);
        lastOffset = content.size();
        last = bytes;
        byte[] header = new byte[30 + encoded.length + bytes.length];
        ByteBuffer local = over(header);
        local.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) (1 << 11))
                .putShort((short) 0)
                .putInt(0);
        local.putInt(crc(bytes)).putInt(bytes.length).putInt(bytes.length);
        local.putShort((short) encoded.length).putShort((short) 0).put(encoded).put(bytes);
        content.writeBytes(header);
        return entry(encoded, mode);
    }

    /** Another entry of the directory for the content of the last one. */
    RawZip alias(String name) {
        return entry(name.getBytes(UTF_8), 0);
    }

    private RawZip entry(byte[] name, int mode) {
        byte[] header = new byte[46 + name.length];
        ByteBuffer entry = over(header);
        entry.putInt(0x02014b50)
                .putShort((short) (mode == 0 ? 20 : 3 << 8 | 20))
                .putShort((short) 20);
        entry.putShort((short) (1 << 11)).putShort((short) 0).putInt(0);
        entry.putInt(crc(last)).putInt(last.length).putInt(last.length).putShort((short) name.length);
        entry.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(mode << 16);
        entry.putInt(lastOffset).put(name);
        directory.writeBytes(header);
        count++;
        return this;
    }

    byte[] build() {
        byte[] trailer = new byte[22];
        ByteBuffer end = over(trailer);
        end.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
        end.putInt(directory.size()).putInt(content.size()).putShort((short) 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(content.toByteArray());
        all.writeBytes(directory.toByteArray());
        all.writeBytes(trailer);
        return all.toByteArray();
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
