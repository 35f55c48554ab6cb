package io.fuscia.wit.machine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes a compiled Java class use another class in place of one that it names in its constant pool. */
final class ClassNames {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int HEADER = 8;

    private ClassNames() {}

    /**
     * Returns the class with the one name in place of the other, in descriptors too.
     *
     * @param classFile a class file as Chicory's compiler makes it
     */
    static byte[] replace(byte[] classFile, Class<?> named, Class<?> used) {
        String from = named.getName().replace('.', '/');
        String to = used.getName().replace('.', '/');
        ByteArrayOutputStream replaced = new ByteArrayOutputStream(classFile.length);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
                DataOutputStream out = new DataOutputStream(replaced)) {
            out.write(in.readNBytes(HEADER));
            int count = in.readUnsignedShort();
            out.writeShort(count);
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                out.writeByte(tag);
                if (tag == UTF8) {
                    String text = in.readUTF();
                    out.writeUTF(text.equals(from) ? to : text.replace("L" + from + ";", "L" + to + ";"));
                } else {
                    out.write(in.readNBytes(size(tag)));
                }
                if (tag == LONG || tag == DOUBLE) {
                    // They take two places.
                    i++;
                }
            }
            out.write(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replaced.toByteArray();
    }

    /** Returns the bytes of a constant (Java Virtual Machine Specification, 4.4). */
    private static int size(int tag) {
        return switch (tag) {
            case LONG, DOUBLE -> 8;
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            default -> 4;
        };
    }
}
