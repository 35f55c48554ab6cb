package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear memory of 4 KiB chunks. A chunk that was never written is shared with the module's image (or with the one
 * chunk of zeroes), so an instance costs what it touches and growing copies nothing.
 *
 * <p>Addresses are unsigned 32-bit numbers in an {@code int}; every access outside the memory traps. This is the one
 * implementation of Chicory's interface that runs, which keeps calls to it monomorphic. Not thread-safe.
 */
public final class GuestMemory implements Memory {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;
    private static final int CHUNKS_PER_PAGE = PAGE_SIZE / CHUNK;
    private static final byte[] ZEROES = new byte[CHUNK];

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final MemoryLimits limits;
    private final int maximumPages;
    private final ResourceBudget budget;
    private final CoreModule module;
    private final int definedIndex;
    private final List<GuestMemory> views;
    private final boolean imaged;
    private int pages;
    private byte[][] readable;
    private byte[][] writable;
    private DataSegment[] segments;

    /**
     * @param module the module that defines the memory
     * @param definedIndex which of its defined memories
     * @param limits as declared
     * @throws Trap if the declared minimum is over the budget
     */
    GuestMemory(CoreModule module, int definedIndex, MemoryLimits limits, ResourceBudget budget) {
        budget.requirePages(limits.initialPages());
        this.module = module;
        this.definedIndex = definedIndex;
        this.limits = limits;
        this.maximumPages = Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
        this.budget = budget;
        this.pages = limits.initialPages();
        MemoryImage image = module.image(definedIndex);
        this.imaged = image != null;
        int chunks = pages * CHUNKS_PER_PAGE;
        this.writable = new byte[chunks][];
        if (image == null) {
            this.readable = new byte[chunks][];
            Arrays.fill(readable, ZEROES);
        } else {
            this.readable = image.chunks().clone();
        }
        this.views = new ArrayList<>(2);
        views.add(this);
    }

    private GuestMemory(GuestMemory original) {
        this.module = original.module;
        this.definedIndex = original.definedIndex;
        this.limits = original.limits;
        this.maximumPages = original.maximumPages;
        this.budget = original.budget;
        this.pages = original.pages;
        this.readable = original.readable;
        this.writable = original.writable;
        this.views = original.views;
        this.imaged = original.imaged;
        views.add(this);
    }

    /**
     * Returns the same memory for another instance to import. Chicory tells {@code memory.init} only a memory and a
     * segment's number, not whose segment: each instance that shares a memory needs an object of its own.
     */
    GuestMemory view() {
        return new GuestMemory(this);
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    private static Trap outOfBounds() {
        return new Trap(TrapCode.MEMORY_OUT_OF_BOUNDS, "out of bounds memory access");
    }

    /** Returns the size in bytes. */
    public long byteSize() {
        return (long) pages * PAGE_SIZE;
    }

    private byte[] own(int chunk) {
        byte[] copy = readable[chunk].clone();
        readable[chunk] = copy;
        writable[chunk] = copy;
        return copy;
    }

    private byte[] readableAt(int address) {
        int chunk = address >>> SHIFT;
        if (chunk >= readable.length) {
            throw outOfBounds();
        }
        return readable[chunk];
    }

    private byte[] writableAt(int address) {
        int chunk = address >>> SHIFT;
        byte[][] owned = writable;
        if (chunk >= owned.length) {
            throw outOfBounds();
        }
        byte[] bytes = owned[chunk];
        return bytes != null ? bytes : own(chunk);
    }

    /** One instruction may move the whole memory, which takes as long as many a deadline: looks at every 256th chunk. */
    private static void stopNowAndThen(int left) {
        if ((left >>> SHIFT & 0xff) == 0xff) {
            InterruptionCheck.check();
        }
    }

    private void check(int address, int size) {
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(size) > byteSize()) {
            throw outOfBounds();
        }
    }

    /** Adopts the image, or copies the active data segments in and freezes the result as the module's image. */
    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        segments = dataSegments;
        boolean defined = views.get(0) == this && memoryIndex == module.memoryImports() + definedIndex;
        if (defined && imaged) {
            return;
        }
        boolean constant = true;
        for (DataSegment segment : dataSegments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int offset = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write(offset, active.data());
                constant &= CoreModule.isConstant(active.offsetInstructions());
            }
        }
        if (defined && constant && !shared()) {
            module.freeze(definedIndex, image());
        }
    }

    private MemoryImage image() {
        byte[][] chunks = readable.clone();
        Arrays.fill(writable, null);
        return new MemoryImage(pages, chunks);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initPassiveSegment(int segment, int destination, int offset, int size) {
        byte[] data = segments != null && segments[segment] instanceof PassiveDataSegment passive
                ? passive.data()
                : new byte[0];
        if (Integer.toUnsignedLong(offset) + Integer.toUnsignedLong(size) > data.length) {
            throw outOfBounds();
        }
        write(destination, data, offset, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int grow(int delta) {
        int before = pages;
        if (delta == 0) {
            return before;
        }
        if (delta < 0 || delta > maximumPages - before || !budget.growPages(delta)) {
            return -1;
        }
        int oldChunks = readable.length;
        int chunks = (before + delta) * CHUNKS_PER_PAGE;
        byte[][] grownReadable = Arrays.copyOf(readable, chunks);
        Arrays.fill(grownReadable, oldChunks, chunks, ZEROES);
        byte[][] grownWritable = Arrays.copyOf(writable, chunks);
        for (GuestMemory view : views) {
            view.readable = grownReadable;
            view.writable = grownWritable;
            view.pages = before + delta;
        }
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return maximumPages;
    }

    @Override
    public boolean shared() {
        return limits.shared();
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        check(address, size);
        int from = offset;
        int to = address;
        int left = size;
        while (left > 0) {
            int inChunk = to & MASK;
            int part = Math.min(left, CHUNK - inChunk);
            System.arraycopy(data, from, writableAt(to), inChunk, part);
            from += part;
            to += part;
            left -= part;
        }
    }

    /** Copies bytes of this memory into an array. */
    public void read(int address, byte[] target, int offset, int size) {
        check(address, size);
        int from = address;
        int to = offset;
        int left = size;
        while (left > 0) {
            int inChunk = from & MASK;
            int part = Math.min(left, CHUNK - inChunk);
            System.arraycopy(readableAt(from), inChunk, target, to, part);
            from += part;
            to += part;
            left -= part;
        }
    }

    @Override
    public byte[] readBytes(int address, int size) {
        check(address, size);
        byte[] bytes = new byte[size];
        read(address, bytes, 0, size);
        return bytes;
    }

    @Override
    public byte read(int address) {
        return readableAt(address)[address & MASK];
    }

    @Override
    public void writeByte(int address, byte value) {
        writableAt(address)[address & MASK] = value;
    }

    @Override
    public short readShort(int address) {
        int at = address & MASK;
        return at <= CHUNK - 2 ? (short) SHORT.get(readableAt(address), at) : (short) readAcross(address, 2);
    }

    @Override
    public int readInt(int address) {
        int at = address & MASK;
        return at <= CHUNK - 4 ? (int) INT.get(readableAt(address), at) : (int) readAcross(address, 4);
    }

    @Override
    public long readLong(int address) {
        int at = address & MASK;
        return at <= CHUNK - 8 ? (long) LONG.get(readableAt(address), at) : readAcross(address, 8);
    }

    @Override
    public float readFloat(int address) {
        int at = address & MASK;
        return at <= CHUNK - 4
                ? (float) FLOAT.get(readableAt(address), at)
                : Float.intBitsToFloat((int) readAcross(address, 4));
    }

    @Override
    public double readDouble(int address) {
        int at = address & MASK;
        return at <= CHUNK - 8
                ? (double) DOUBLE.get(readableAt(address), at)
                : Double.longBitsToDouble(readAcross(address, 8));
    }

    @Override
    public void writeShort(int address, short value) {
        int at = address & MASK;
        if (at <= CHUNK - 2) {
            SHORT.set(writableAt(address), at, value);
        } else {
            writeAcross(address, value, 2);
        }
    }

    @Override
    public void writeI32(int address, int value) {
        int at = address & MASK;
        if (at <= CHUNK - 4) {
            INT.set(writableAt(address), at, value);
        } else {
            writeAcross(address, value, 4);
        }
    }

    @Override
    public void writeLong(int address, long value) {
        int at = address & MASK;
        if (at <= CHUNK - 8) {
            LONG.set(writableAt(address), at, value);
        } else {
            writeAcross(address, value, 8);
        }
    }

    @Override
    public void writeF32(int address, float value) {
        int at = address & MASK;
        if (at <= CHUNK - 4) {
            FLOAT.set(writableAt(address), at, value);
        } else {
            writeAcross(address, Float.floatToRawIntBits(value), 4);
        }
    }

    @Override
    public void writeF64(int address, double value) {
        int at = address & MASK;
        if (at <= CHUNK - 8) {
            DOUBLE.set(writableAt(address), at, value);
        } else {
            writeAcross(address, Double.doubleToRawLongBits(value), 8);
        }
    }

    private long readAcross(int address, int size) {
        check(address, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = (value << 8) | (read(address + i) & 0xff);
        }
        return value;
    }

    private void writeAcross(int address, long value, int size) {
        check(address, size);
        for (int i = 0; i < size; i++) {
            writeByte(address + i, (byte) (value >>> (8 * i)));
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
        int to = fromIndex;
        int left = size;
        while (left > 0) {
            int inChunk = to & MASK;
            int part = Math.min(left, CHUNK - inChunk);
            int chunk = to >>> SHIFT;
            if (value != 0 || readable[chunk] != ZEROES) {
                Arrays.fill(writableAt(to), inChunk, inChunk + part, value);
            }
            to += part;
            left -= part;
            stopNowAndThen(left);
        }
    }

    @Override
    public void copy(int destination, int source, int size) {
        check(destination, size);
        check(source, size);
        if (Integer.compareUnsigned(destination, source) <= 0
                || Integer.toUnsignedLong(destination) >= Integer.toUnsignedLong(source) + size) {
            copyForwards(destination, source, size);
        } else {
            copyBackwards(destination, source, size);
        }
    }

    private void copyForwards(int destination, int source, int size) {
        int done = 0;
        while (done < size) {
            int from = source + done;
            int to = destination + done;
            int part = Math.min(size - done, CHUNK - Math.max(from & MASK, to & MASK));
            byte[] target = writableAt(to);
            System.arraycopy(readableAt(from), from & MASK, target, to & MASK, part);
            done += part;
            stopNowAndThen(size - done);
        }
    }

    private void copyBackwards(int destination, int source, int size) {
        int left = size;
        while (left > 0) {
            int from = source + left - 1;
            int to = destination + left - 1;
            int part = Math.min(left, Math.min(from & MASK, to & MASK) + 1);
            byte[] target = writableAt(to);
            System.arraycopy(readableAt(from), (from & MASK) - part + 1, target, (to & MASK) - part + 1, part);
            left -= part;
            stopNowAndThen(left);
        }
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
