package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.machine.CoreFunction;
import io.fuscia.wit.machine.GuestMemory;
import io.fuscia.wit.machine.Traps;
import io.fuscia.wit.model.StringEncoding;

/**
 * The options of one {@code canon lift} or {@code canon lower}, bound to a component instance.
 *
 * @param state the component instance whose side this is
 * @param memory null if the function needs none
 * @param realloc null if the function needs none
 * @param encoding how strings lie in memory
 */
public record CanonicalSite(ComponentState state, GuestMemory memory, CoreFunction realloc, StringEncoding encoding) {
    /** Bytes of a string or list ({@code MAX_STRING_BYTE_LENGTH} and {@code MAX_LIST_BYTE_LENGTH}), pointers apart. */
    private static final long LONGEST = (1L << 28) - 1;

    /** Allocates in the guest (CanonicalABI.md#lifting-and-lowering-functions). */
    int allocate(int alignment, long size) {
        if (size > Integer.MAX_VALUE) {
            throw new Trap(TrapCode.LENGTH_OUT_OF_RANGE, "a string or list of " + size + " bytes is too long");
        }
        if (realloc == null) {
            throw new Trap(TrapCode.CANNOT_LEAVE, "the component has no realloc to receive this value");
        }
        long[] results = Traps.call(realloc, 0, 0, alignment, size);
        int pointer = (int) results[0];
        check(pointer, alignment, size);
        return pointer;
    }

    /** Checks a string or list that the guest hands out: its length, alignment and bounds, in this order. */
    void checkRange(int pointer, int alignment, long size) {
        if (size > LONGEST) {
            throw new Trap(TrapCode.LENGTH_OUT_OF_RANGE, "a string or list of " + size + " bytes is too long");
        }
        check(pointer, alignment, size);
    }

    /** Checks that a pointer is aligned and that what it points to lies within the memory. */
    void check(int pointer, int alignment, long size) {
        if ((pointer & (alignment - 1)) != 0) {
            throw new Trap(TrapCode.UNALIGNED_POINTER, "pointer not aligned to " + alignment + " bytes");
        }
        if (Integer.toUnsignedLong(pointer) + size > memory.byteSize()) {
            throw new Trap(
                    TrapCode.POINTER_OUT_OF_BOUNDS,
                    "pointer " + Integer.toUnsignedString(pointer) + " and length " + size
                            + " are out of bounds of the memory");
        }
    }
}
