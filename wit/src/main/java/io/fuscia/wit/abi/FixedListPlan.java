package io.fuscia.wit.abi;

import io.fuscia.wit.types.PrimitiveType;
import java.util.ArrayList;
import java.util.List;

/** Lists of a fixed length, which lie in place like a tuple. */
final class FixedListPlan extends ValuePlan {
    private final ValuePlan element;
    private final int length;
    private final boolean bytes;

    FixedListPlan(ValuePlan element, long length) {
        super(element.size() * length, element.alignment(), element.flatCount() * length, ListPlan.HEAP_BYTES);
        this.element = element;
        this.length = (int) Math.min(length, Integer.MAX_VALUE);
        this.bytes = element instanceof PrimitivePlan primitive && primitive.type() == PrimitiveType.U8;
    }

    @Override
    Object load(TransferContext context, int address) {
        if (bytes) {
            context.charge(length);
            return context.memory().readBytes(address, length);
        }
        context.charge((long) length * Math.max(element.size(), REFERENCE + element.heapBytes()));
        List<Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(element.load(context, address + i * element.size()));
        }
        return elements;
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        int at = address;
        for (Object each : elements(value)) {
            element.store(context, each, at);
            at += element.size();
        }
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        if (bytes) {
            byte[] content = new byte[length];
            for (int i = 0; i < length; i++) {
                content[i] = (byte) flat[at + i];
            }
            return content;
        }
        List<Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(element.lift(context, flat, at + i * element.flatCount()));
        }
        return elements;
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        int next = at;
        for (Object each : elements(value)) {
            element.lower(context, each, flat, next);
            next += element.flatCount();
        }
    }

    private List<?> elements(Object value) {
        List<?> elements;
        if (bytes && value instanceof byte[] content) {
            List<Object> boxed = new ArrayList<>(content.length);
            for (byte each : content) {
                boxed.add((short) (each & 0xff));
            }
            elements = boxed;
        } else {
            elements = Values.cast(List.class, value, "list of " + length);
        }
        if (elements.size() != length) {
            throw new IllegalArgumentException("expected " + length + " elements, got " + elements.size());
        }
        return elements;
    }
}
