package io.fuscia.wit.abi;

/** Strings in the encoding of the side that they are on. */
final class StringPlan extends ValuePlan {
    StringPlan() {
        super(8, 4, 2, 2 * OBJECT + 8);
    }

    @Override
    Object load(TransferContext context, int address) {
        return Strings.load(
                context, context.memory().readInt(address), context.memory().readInt(address + 4));
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        long stored = Strings.store(context, Values.cast(String.class, value, "string"));
        context.memory().writeI32(address, (int) stored);
        context.memory().writeI32(address + 4, (int) (stored >>> 32));
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return Strings.load(context, (int) flat[at], (int) flat[at + 1]);
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        long stored = Strings.store(context, Values.cast(String.class, value, "string"));
        flat[at] = stored & 0xffffffffL;
        flat[at + 1] = stored >>> 32;
    }
}
