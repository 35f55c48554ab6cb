package io.fuscia.wit.abi;

/** Owned and borrowed handles. */
final class HandlePlan extends ValuePlan {
    private final int resource;
    private final boolean own;

    /**
     * @param resource which of the store's resource types
     */
    HandlePlan(int resource, boolean own) {
        super(4, 4, 1, 2 * OBJECT);
        this.resource = resource;
        this.own = own;
    }

    @Override
    Object load(TransferContext context, int address) {
        return lift(context, context.memory().readInt(address));
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        context.memory().writeI32(address, lower(context, value));
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return lift(context, (int) flat[at]);
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        flat[at] = lower(context, value) & 0xffffffffL;
    }

    private Object lift(TransferContext context, int index) {
        return own ? context.liftOwn(resource, index) : context.liftBorrow(resource, index);
    }

    private int lower(TransferContext context, Object value) {
        return own ? context.lowerOwn(resource, value) : context.lowerBorrow(resource, value);
    }
}
