package io.fuscia.wit.abi;

import io.fuscia.wit.types.PrimitiveType;
import java.util.ArrayList;
import java.util.List;

/** Lists of any length. */
final class ListPlan extends ValuePlan {
    static final int HEAP_BYTES = 2 * OBJECT + 8;
    private static final int LOOK_EVERY = 1 << 14;

    private final ValuePlan element;
    private final int charge;
    private final boolean bytes;

    ListPlan(ValuePlan element) {
        this(element, REFERENCE);
    }

    /** @param heapEach what holding one element takes of the heap besides the element */
    ListPlan(ValuePlan element, int heapEach) {
        super(8, 4, 2, HEAP_BYTES);
        this.element = element;
        this.charge = Math.max(element.size(), element.heapBytes() + heapEach);
        this.bytes = element instanceof PrimitivePlan primitive && primitive.type() == PrimitiveType.U8;
    }

    @Override
    Object load(TransferContext context, int address) {
        return load(context, context.memory().readInt(address), context.memory().readInt(address + 4));
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        long stored = storeElements(context, value);
        context.memory().writeI32(address, (int) stored);
        context.memory().writeI32(address + 4, (int) (stored >>> 32));
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return load(context, (int) flat[at], (int) flat[at + 1]);
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        long stored = storeElements(context, value);
        flat[at] = stored & 0xffffffffL;
        flat[at + 1] = stored >>> 32;
    }

    private Object load(TransferContext context, int pointer, int length) {
        long count = Integer.toUnsignedLong(length);
        context.site().checkRange(pointer, element.alignment(), count * element.size());
        if (bytes) {
            context.charge(count);
            return context.memory().readBytes(pointer, length);
        }
        context.charge(count * charge);
        List<Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            if (i % LOOK_EVERY == LOOK_EVERY - 1) {
                context.checkRunning();
            }
            elements.add(element.load(context, pointer + i * element.size()));
        }
        return elements;
    }

    private long storeElements(TransferContext context, Object value) {
        if (bytes && value instanceof byte[] content) {
            int pointer = context.site().allocate(1, content.length);
            context.memory().write(pointer, content);
            return stored(pointer, content.length);
        }
        List<?> elements = Values.cast(List.class, value, bytes ? "list<u8>" : "list");
        int pointer = context.site().allocate(element.alignment(), (long) elements.size() * element.size());
        int address = pointer;
        int count = 0;
        for (Object each : elements) {
            if (++count % LOOK_EVERY == 0) {
                context.checkRunning();
            }
            element.store(context, each, address);
            address += element.size();
        }
        return stored(pointer, elements.size());
    }

    private static long stored(int pointer, int length) {
        return ((long) length << 32) | (pointer & 0xffffffffL);
    }
}
