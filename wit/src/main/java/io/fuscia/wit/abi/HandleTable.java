package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Arrays;
import java.util.function.Consumer;

/** The handles of one component instance; indices start at 1 and freed ones are used again last in, first out. */
final class HandleTable {
    private final int limit;
    private Handle[] handles = new Handle[8];
    private int[] free = new int[8];
    private int freeCount;
    private int next = 1;

    HandleTable(int limit) {
        this.limit = limit;
    }

    int add(Handle handle) {
        int index;
        if (freeCount > 0) {
            index = free[--freeCount];
        } else {
            if (next > limit) {
                throw new Trap(TrapCode.HANDLE_LIMIT, "the guest holds more than " + limit + " handles");
            }
            index = next++;
            if (index == handles.length) {
                handles = Arrays.copyOf(handles, handles.length * 2);
            }
        }
        handles[index] = handle;
        return index;
    }

    Handle get(int index, ResourceTag tag) {
        Handle handle = index > 0 && index < next ? handles[index] : null;
        if (handle == null) {
            throw new Trap(TrapCode.UNKNOWN_HANDLE, "unknown handle index " + Integer.toUnsignedString(index));
        }
        if (handle.tag() != tag) {
            throw new Trap(
                    TrapCode.HANDLE_TYPE_MISMATCH,
                    "handle index " + index + " used with the wrong type, expected " + tag + " but found "
                            + handle.tag());
        }
        return handle;
    }

    void remove(int index) {
        handles[index] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = index;
    }

    void forEach(Consumer<Handle> action) {
        for (int i = 1; i < next; i++) {
            if (handles[i] != null) {
                action.accept(handles[i]);
            }
        }
    }

    void clear() {
        Arrays.fill(handles, null);
        freeCount = 0;
        next = 1;
    }
}
