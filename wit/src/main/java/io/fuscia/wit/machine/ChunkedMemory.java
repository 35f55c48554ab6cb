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
 * How a {@link GuestMemory} lies in the heap: 4 KiB chunks. A chunk that was never written is shared with the module's
 * image (or with the one chunk of zeroes), so an instance costs what it touches and growing copies nothing.
 *
 * <p>The memory of an instance that is used again can be {@link #gather gathered} in one array: what it costs is its
 * whole size, and an access needs no chunk to be looked up. It is chunks again when it grows.
 */
abstract sealed class ChunkedMemory implements Memory permits GuestMemory {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;
    private static final int CHUNKS_PER_PAGE = PAGE_SIZE / CHUNK;
    private static final byte[] ZEROES = new byte[CHUNK];

    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);
    static final VarHandle FLOAT = view(float[].class);
    static final VarHandle DOUBLE = view(double[].class);

    private final MemoryLimits limits;
    private final int maximumPages;
    private final ResourceBudget budget;
    private final CoreModule module;
    private final int definedIndex;
    private final List<ChunkedMemory> views;
    private final boolean imaged;
    private int pages;
    private byte[][] readable;
    private byte[][] writable;
    /** All of it, null while it is chunks; then the chunks are null. */
    byte[] flat;

    private DataSegment[] segments;

    /**
     * @param module the module that defines the memory
     * @param definedIndex which of its defined memories
     * @param limits as declared
     * @throws Trap if the declared minimum is over the budget
     */
    ChunkedMemory(CoreModule module, int definedIndex, MemoryLimits limits, ResourceBudget budget) {
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

    ChunkedMemory(ChunkedMemory original) {
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

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }

    static Trap outOfBounds() {
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
        byte[] all = new byte[(int) byteSize()];
        for (int i = 0; i < readable.length; i++) {
            System.arraycopy(readable[i], 0, all, i << SHIFT, CHUNK);
        }
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
        for (ChunkedMemory view : views) {
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

    // The JVM inlines what is small wherever it is called, and what is larger only where it is called often. These are
    // just large enough that a function of a guest has them inlined if its memory is chunks, and not if it is gathered.

    final byte byteInChunks(int address) {
        return readableAt(address)[address & MASK];
    }

    final void storeInChunks(int address, byte value) {
        writableAt(address)[address & MASK] = value;
    }

    final short shortInChunks(int address) {
        byte[][] chunks = readable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 2 || chunk >= chunks.length) {
            return (short) readAcross(address, 2);
        }
        return (short) SHORT.get(chunks[chunk], at);
    }

    final void storeInChunks(int address, short value) {
        byte[][] chunks = writable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 2 || chunk >= chunks.length) {
            writeAcross(address, value, 2);
            return;
        }
        byte[] bytes = chunks[chunk];
        SHORT.set(bytes != null ? bytes : own(chunk), at, value);
    }

    final int intInChunks(int address) {
        byte[][] chunks = readable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 4 || chunk >= chunks.length) {
            return (int) readAcross(address, 4);
        }
        return (int) INT.get(chunks[chunk], at);
    }

    final void storeInChunks(int address, int value) {
        byte[][] chunks = writable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 4 || chunk >= chunks.length) {
            writeAcross(address, value, 4);
            return;
        }
        byte[] bytes = chunks[chunk];
        INT.set(bytes != null ? bytes : own(chunk), at, value);
    }

    final long longInChunks(int address) {
        byte[][] chunks = readable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 8 || chunk >= chunks.length) {
            return readAcross(address, 8);
        }
        return (long) LONG.get(chunks[chunk], at);
    }

    final void storeInChunks(int address, long value) {
        byte[][] chunks = writable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 8 || chunk >= chunks.length) {
            writeAcross(address, value, 8);
            return;
        }
        byte[] bytes = chunks[chunk];
        LONG.set(bytes != null ? bytes : own(chunk), at, value);
    }

    final float floatInChunks(int address) {
        byte[][] chunks = readable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 4 || chunk >= chunks.length) {
            return Float.intBitsToFloat((int) readAcross(address, 4));
        }
        return (float) FLOAT.get(chunks[chunk], at);
    }

    final void storeInChunks(int address, float value) {
        byte[][] chunks = writable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 4 || chunk >= chunks.length) {
            writeAcross(address, Float.floatToRawIntBits(value), 4);
            return;
        }
        byte[] bytes = chunks[chunk];
        FLOAT.set(bytes != null ? bytes : own(chunk), at, value);
    }

    final double doubleInChunks(int address) {
        byte[][] chunks = readable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 8 || chunk >= chunks.length) {
            return Double.longBitsToDouble(readAcross(address, 8));
        }
        return (double) DOUBLE.get(chunks[chunk], at);
    }

    final void storeInChunks(int address, double value) {
        byte[][] chunks = writable;
        int chunk = address >>> SHIFT;
        int at = address & MASK;
        if (at > CHUNK - 8 || chunk >= chunks.length) {
            writeAcross(address, Double.doubleToRawLongBits(value), 8);
            return;
        }
        byte[] bytes = chunks[chunk];
        DOUBLE.set(bytes != null ? bytes : own(chunk), at, value);
    }

    private long readAcross(int address, int size) {
        check(address, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = (value << 8) | (byteInChunks(address + i) & 0xff);
        }
        return value;
    }

    private void writeAcross(int address, long value, int size) {
        check(address, size);
        for (int i = 0; i < size; i++) {
            storeInChunks(address + i, (byte) (value >>> (8 * i)));
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
        for (ChunkedMemory view : views) {
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
}
