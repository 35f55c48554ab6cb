package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.nio.charset.StandardCharsets;

/**
 * A linear memory: its loads and stores, and ranges of it.
 *
 * <p>Addresses are unsigned 32-bit numbers in an {@code int}; every access outside the memory traps. This is the one
 * implementation of Chicory's interface that runs, which keeps calls to it monomorphic. What a load or store needs of
 * chunks is a method of its own: the JVM inlines hundreds of them in one function of a guest, and leaves that part out
 * where the memory is gathered. Not thread-safe.
 */
public final class GuestMemory extends ChunkedMemory {
    GuestMemory(CoreModule module, int definedIndex, MemoryLimits limits, ResourceBudget budget) {
        super(module, definedIndex, limits, budget);
    }

    private GuestMemory(GuestMemory original) {
        super(original);
    }

    /**
     * Returns the same memory for another instance to import. Chicory tells {@code memory.init} only a memory and a
     * segment's number, not whose segment: each instance that shares a memory needs an object of its own.
     */
    GuestMemory view() {
        return new GuestMemory(this);
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        check(address, size);
        BulkMemory.write(this, address, data, offset, size);
    }

    /** Copies bytes of this memory into an array. */
    public void read(int address, byte[] target, int offset, int size) {
        check(address, size);
        BulkMemory.read(this, address, target, offset, size);
    }

    @Override
    public byte[] readBytes(int address, int size) {
        check(address, size);
        byte[] bytes = new byte[size];
        read(address, bytes, 0, size);
        return bytes;
    }

    /** Decodes bytes of this memory; a replacement character stands for what is malformed. */
    public String readUtf8(int address, int size) {
        check(address, size);
        if (size == 0) {
            return "";
        }
        return size <= room(address)
                ? new String(arrayForReading(address), position(address), size, StandardCharsets.UTF_8)
                : new String(readBytes(address, size), StandardCharsets.UTF_8);
    }

    /** Writes text that has no characters beyond Latin 1, a byte each. */
    @SuppressWarnings("deprecation") // It takes the low byte of every unit, which is just what is wanted here.
    public void writeLatin1(int address, String text) {
        int size = text.length();
        check(address, size);
        if (size == 0) {
            return;
        }
        if (size <= room(address)) {
            text.getBytes(0, size, arrayForWriting(address), position(address));
        } else {
            write(address, text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public byte read(int address) {
        byte[] all = flat;
        if (all == null) {
            return byteInChunks(address);
        }
        try {
            return all[address];
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeByte(int address, byte value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            all[address] = value;
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public short readShort(int address) {
        byte[] all = flat;
        if (all == null) {
            return shortInChunks(address);
        }
        try {
            return (short) SHORT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeShort(int address, short value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            SHORT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public int readInt(int address) {
        byte[] all = flat;
        if (all == null) {
            return intInChunks(address);
        }
        try {
            return (int) INT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeI32(int address, int value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            INT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readLong(int address) {
        byte[] all = flat;
        if (all == null) {
            return longInChunks(address);
        }
        try {
            return (long) LONG.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeLong(int address, long value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            LONG.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public float readFloat(int address) {
        byte[] all = flat;
        if (all == null) {
            return floatInChunks(address);
        }
        try {
            return (float) FLOAT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeF32(int address, float value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            FLOAT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public double readDouble(int address) {
        byte[] all = flat;
        if (all == null) {
            return doubleInChunks(address);
        }
        try {
            return (double) DOUBLE.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeF64(int address, double value) {
        byte[] all = flat;
        if (all == null) {
            storeInChunks(address, value);
            return;
        }
        try {
            DOUBLE.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xffff;
    }

    @Override
    public long readF32(int address) {
        return Integer.toUnsignedLong(readInt(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    /** A fresh memory is already zero. */
    @Override
    public void zero() {}

    @Override
    public void fill(byte value, int fromIndex, int toIndex) {
        int size = toIndex - fromIndex;
        check(fromIndex, size);
        BulkMemory.fill(this, value, fromIndex, size);
    }

    @Override
    public void copy(int destination, int source, int size) {
        check(destination, size);
        check(source, size);
        BulkMemory.copy(this, destination, source, size);
    }

    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw noThreads();
    }

    private static Trap noThreads() {
        return new Trap(TrapCode.CORE, "waiting on a memory needs threads, which are outside the synchronous set");
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        check(address, 4);
        return 0;
    }
}
