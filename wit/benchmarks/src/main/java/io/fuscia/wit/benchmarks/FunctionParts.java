package io.fuscia.wit.benchmarks;

import io.fuscia.wit.splitting.FunctionSplitting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts the functions of a component's core modules that are split, and the parts that are made of them. */
public final class FunctionParts {
    private static final int HEADER = 8;
    private static final int CORE_MODULE = 1;
    private static final int COMPONENT = 4;
    private static final int CODE = 10;

    private final byte[] bytes;
    private int at;

    private FunctionParts(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /**
     * Prints a line for each core module that has functions to split.
     *
     * @param args names of test guests, or paths to components
     */
    public static void main(String[] args) {
        for (String guest : args) {
            byte[] component = Guests.bytes(guest);
            int number = 0;
            for (byte[] module : new FunctionParts(component, HEADER).modules(component.length)) {
                List<byte[]> before = new FunctionParts(module, HEADER).bodies();
                byte[] split = FunctionSplitting.split(module);
                List<byte[]> after = new FunctionParts(split, HEADER).bodies();
                long changed = 0;
                for (int i = 0; i < before.size(); i++) {
                    changed += Arrays.equals(before.get(i), after.get(i)) ? 0 : 1;
                }
                System.out.printf(
                        "%s, core module %d: %,d functions, %,d split, %,d new parts, %,d after%n",
                        guest, number++, before.size(), changed, after.size() - before.size(), after.size());
            }
        }
    }

    private List<byte[]> modules(int end) {
        List<byte[]> found = new ArrayList<>();
        while (at < end) {
            int id = bytes[at++];
            int size = number();
            if (id == CORE_MODULE) {
                found.add(Arrays.copyOfRange(bytes, at, at + size));
            } else if (id == COMPONENT) {
                found.addAll(new FunctionParts(bytes, at + HEADER).modules(at + size));
            }
            at += size;
        }
        return found;
    }

    private List<byte[]> bodies() {
        List<byte[]> found = new ArrayList<>();
        while (at < bytes.length) {
            int id = bytes[at++];
            int size = number();
            int end = at + size;
            if (id == CODE) {
                for (int left = number(); left > 0; left--) {
                    int length = number();
                    found.add(Arrays.copyOfRange(bytes, at, at + length));
                    at += length;
                }
            }
            at = end;
        }
        return found;
    }

    private int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
