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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear memory of 4 KiB chunks. A chunk that was never written is shared with the module's image (or with the one
 * chunk of zeroes), so an instance costs what it touches and growing copies nothing.
 *
 * <p>The memory of an instance that is used again can be {@link #gather gathered} in one array: what it costs is its
 * whole size, and an access needs no chunk to be looked up. It is chunks again when it grows.
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
    /** All of it, null while it is chunks; then the chunks are null. */
    private byte[] flat;

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
        this.flat = original.flat;
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

    /**
     * Gathers the memory in one array, unless it is.
     *
     * @param allowance bytes that may be spent on that
     * @return bytes that were spent
     */
    long gather(long allowance) {
        if (flat != null || byteSize() == 0 || byteSize() > allowance) {
            return 0;
        }
        byte[] all = readBytes(0, (int) byteSize());
        lay(all, null, null);
        return all.length;
    }

    /** Returns its size if it is gathered, 0 if it is chunks. */
    long gatheredBytes() {
        return flat == null ? 0 : flat.length;
    }

    /** Makes it chunks again. */
    private void scatter() {
        byte[] all = flat;
        byte[][] chunks = new byte[all.length >>> SHIFT][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = Arrays.copyOfRange(all, i << SHIFT, (i + 1) << SHIFT);
        }
        lay(null, chunks, chunks.clone());
    }

    private void lay(byte[] all, byte[][] readableChunks, byte[][] writableChunks) {
        for (GuestMemory view : views) {
            view.flat = all;
            view.readable = readableChunks;
            view.writable = writableChunks;
        }
    }

    /** Returns the array that holds a byte for reading, at {@link #position}, with {@link #room} from there on. */
    byte[] arrayForReading(int address) {
        return flat != null ? flat : readableAt(address);
    }

    byte[] arrayForWriting(int address) {
        return flat != null ? flat : writableAt(address);
    }

    int position(int address) {
        return flat != null ? address : address & MASK;
    }

    /** Returns how many bytes lie in one array from here on. */
    int room(int address) {
        return flat != null ? flat.length - address : CHUNK - (address & MASK);
    }

    /** Returns whether a byte lies in a chunk that nobody wrote to and that is all zeroes. */
    boolean untouched(int address) {
        return flat == null && readableAt(address) == ZEROES;
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

    void check(int address, int size) {
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
        if (flat != null) {
            scatter();
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
            return readableAt(address)[address & MASK];
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
            writableAt(address)[address & MASK] = value;
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
            int at = address & MASK;
            return at <= CHUNK - 2 ? (short) SHORT.get(readableAt(address), at) : (short) readAcross(address, 2);
        }
        try {
            return (short) SHORT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public int readInt(int address) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            return at <= CHUNK - 4 ? (int) INT.get(readableAt(address), at) : (int) readAcross(address, 4);
        }
        try {
            return (int) INT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public long readLong(int address) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            return at <= CHUNK - 8 ? (long) LONG.get(readableAt(address), at) : readAcross(address, 8);
        }
        try {
            return (long) LONG.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public float readFloat(int address) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            return at <= CHUNK - 4
                    ? (float) FLOAT.get(readableAt(address), at)
                    : Float.intBitsToFloat((int) readAcross(address, 4));
        }
        try {
            return (float) FLOAT.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public double readDouble(int address) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            return at <= CHUNK - 8
                    ? (double) DOUBLE.get(readableAt(address), at)
                    : Double.longBitsToDouble(readAcross(address, 8));
        }
        try {
            return (double) DOUBLE.get(all, address);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeShort(int address, short value) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            if (at <= CHUNK - 2) {
                SHORT.set(writableAt(address), at, value);
            } else {
                writeAcross(address, value, 2);
            }
            return;
        }
        try {
            SHORT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeI32(int address, int value) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            if (at <= CHUNK - 4) {
                INT.set(writableAt(address), at, value);
            } else {
                writeAcross(address, value, 4);
            }
            return;
        }
        try {
            INT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeLong(int address, long value) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            if (at <= CHUNK - 8) {
                LONG.set(writableAt(address), at, value);
            } else {
                writeAcross(address, value, 8);
            }
            return;
        }
        try {
            LONG.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeF32(int address, float value) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            if (at <= CHUNK - 4) {
                FLOAT.set(writableAt(address), at, value);
            } else {
                writeAcross(address, Float.floatToRawIntBits(value), 4);
            }
            return;
        }
        try {
            FLOAT.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
        }
    }

    @Override
    public void writeF64(int address, double value) {
        byte[] all = flat;
        if (all == null) {
            int at = address & MASK;
            if (at <= CHUNK - 8) {
                DOUBLE.set(writableAt(address), at, value);
            } else {
                writeAcross(address, Double.doubleToRawLongBits(value), 8);
            }
            return;
        }
        try {
            DOUBLE.set(all, address, value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds();
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
