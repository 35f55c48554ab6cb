package io.fuscia.wit.abi;

/**
 * How values of one type travel: everything that depends on the type alone, worked out once. Immutable and thread-safe.
 *
 * <p>In flat form a value takes {@link #flatCount} consecutive core values, kept as raw bits: an i32 or f32 in the low
 * half, the high half zero, so that joining the cases of a variant needs no conversion (CanonicalABI.md#flattening).
 */
abstract class ValuePlan {
    /** What an object takes besides its fields, and what a reference to one takes. */
    static final int OBJECT = 16;

    static final int REFERENCE = 4;

    private final int size;
    private final int alignment;
    private final int flatCount;
    private final int heapBytes;

    /**
     * @param size bytes in memory (CanonicalABI.md#element-size)
     * @param alignment a power of two
     * @param flatCount number of core values, saturating
     * @param heapBytes about what a lifted value takes of the Java heap, its contents of variable length apart; saturating
     */
    ValuePlan(long size, int alignment, long flatCount, long heapBytes) {
        this.size = (int) Math.min(size, Integer.MAX_VALUE);
        this.alignment = alignment;
        this.flatCount = (int) Math.min(flatCount, 1 << 20);
        this.heapBytes = (int) Math.min(heapBytes, 1 << 30);
    }

    final int size() {
        return size;
    }

    final int alignment() {
        return alignment;
    }

    final int flatCount() {
        return flatCount;
    }

    /** About what one value takes of the Java heap; guests must not get much more of it than they are charged for. */
    final int heapBytes() {
        return heapBytes;
    }

    /** Lifts from memory; the caller has checked alignment and bounds. */
    abstract Object load(TransferContext context, int address);

    /** Lowers into memory; the caller has checked alignment and bounds. */
    abstract void store(TransferContext context, Object value, int address);

    /** Lifts from core values. */
    abstract Object lift(TransferContext context, long[] flat, int at);

    /** Lowers into core values, which are zero before. */
    abstract void lower(TransferContext context, Object value, long[] flat, int at);

    static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }
}
