package guest;

import java.nio.charset.StandardCharsets;
import org.teavm.backend.wasm.WasmHeap;
import org.teavm.interop.Address;
import org.teavm.interop.Export;

/**
 * What crosses the border lies behind Java's heap, because a garbage collection moves objects. Nothing is freed: an
 * instance lives for one call.
 *
 * <p>TeaVM takes the memory behind its heap when it enlarges the heap, which the build forbids it (see pom.xml): it would
 * overwrite what is here.
 */
final class Arena {
    private static int next;
    private static int end;

    private Arena() {}

    static Address allocate(int size, int align) {
        if (end == 0) {
            next = WasmHeap.memoryLimit.toInt();
            end = next;
        }
        int at = (next + align - 1) & -align;
        if (at + size > end) {
            int pages = (at + size - end + WasmHeap.PAGE_SIZE - 1) / WasmHeap.PAGE_SIZE;
            WasmHeap.growMemory(pages);
            end += pages * WasmHeap.PAGE_SIZE;
        }
        next = at + size;
        return Address.fromInt(at);
    }

    @Export(name = "cabi_realloc")
    static Address reallocate(Address old, int oldSize, int align, int size) {
        if (size <= oldSize) {
            return old;
        }
        Address fresh = allocate(size, align);
        for (int i = 0; i < oldSize; i++) {
            fresh.add(i).putByte(old.add(i).getByte());
        }
        return fresh;
    }

    /** A string of the host's. */
    static String text(Address at, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at.add(i).getByte();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A string for the host. */
    record Text(Address at, int length) {
        static Text of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Address at = allocate(bytes.length, 1);
            for (int i = 0; i < bytes.length; i++) {
                at.add(i).putByte(bytes[i]);
            }
            return new Text(at, bytes.length);
        }
    }
}
