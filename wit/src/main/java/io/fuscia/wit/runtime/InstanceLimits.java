package io.fuscia.wit.runtime;

/**
 * What one component instance may use. A call that exceeds one of them ends in a {@link io.fuscia.wit.Trap} whose
 * {@code limit()} says which.
 *
 * @param wallMillis wall-clock time of one call in milliseconds, host functions included; 0 means none
 * @param maxMemoryPages linear memory in 64 KiB pages, the sum of all memories of the instance
 * @param maxTableElements elements of all tables of the instance
 * @param maxCallDepth how deeply calls between components, and from them to the host, may nest; frames inside one core
 *     module are bounded by the Java stack of the calling thread
 * @param maxHandles resource handles that each component in the instance may hold at once, never more than 2^28 - 1
 * @param maxOutputBytes bytes that the guest may hand out in one call: results and arguments of host functions. Strings
 *     and byte lists count their bytes; elements of other lists count about what they take of the Java heap, which may be
 *     twenty times what they take in the guest
 */
public record InstanceLimits(
        long wallMillis,
        int maxMemoryPages,
        int maxTableElements,
        int maxCallDepth,
        int maxHandles,
        long maxOutputBytes) {

    /** 30 s, 256 MiB of memory, 100,000 table elements, 128 nested calls, 65,536 handles, 64 MiB of output. */
    public static final InstanceLimits DEFAULT = new InstanceLimits(30_000, 4_096, 100_000, 128, 65_536, 64L << 20);

    /** Checks that nothing is negative. */
    public InstanceLimits {
        if (wallMillis < 0
                || maxMemoryPages < 0
                || maxTableElements < 0
                || maxCallDepth < 1
                || maxHandles < 0
                || maxOutputBytes < 0) {
            throw new IllegalArgumentException("limits must not be negative");
        }
    }

    /** Returns these limits with another wall-clock time. */
    public InstanceLimits withWallMillis(long value) {
        return new InstanceLimits(value, maxMemoryPages, maxTableElements, maxCallDepth, maxHandles, maxOutputBytes);
    }

    /** Returns these limits with another number of memory pages. */
    public InstanceLimits withMaxMemoryPages(int value) {
        return new InstanceLimits(wallMillis, value, maxTableElements, maxCallDepth, maxHandles, maxOutputBytes);
    }

    /** Returns these limits with another number of table elements. */
    public InstanceLimits withMaxTableElements(int value) {
        return new InstanceLimits(wallMillis, maxMemoryPages, value, maxCallDepth, maxHandles, maxOutputBytes);
    }

    /** Returns these limits with another nesting of calls. */
    public InstanceLimits withMaxCallDepth(int value) {
        return new InstanceLimits(wallMillis, maxMemoryPages, maxTableElements, value, maxHandles, maxOutputBytes);
    }

    /** Returns these limits with another number of handles. */
    public InstanceLimits withMaxHandles(int value) {
        return new InstanceLimits(wallMillis, maxMemoryPages, maxTableElements, maxCallDepth, value, maxOutputBytes);
    }

    /** Returns these limits with another number of output bytes. */
    public InstanceLimits withMaxOutputBytes(long value) {
        return new InstanceLimits(wallMillis, maxMemoryPages, maxTableElements, maxCallDepth, maxHandles, value);
    }
}
