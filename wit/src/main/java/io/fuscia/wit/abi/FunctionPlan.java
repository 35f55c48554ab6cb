package io.fuscia.wit.abi;

import java.util.List;

/**
 * How the arguments and the result of one function type cross a component's border. Immutable and thread-safe. Anchor:
 * CanonicalABI.md#lifting-and-lowering-values.
 */
public final class FunctionPlan {
    private static final int MAX_FLAT_PARAMETERS = 16;
    private static final int MAX_FLAT_RESULTS = 1;
    private static final long[] NONE = {};

    private final TuplePlan parameters;
    private final ValuePlan result;
    private final boolean spillsParameters;
    private final boolean spillsResult;
    private final StackReserve reserve = new StackReserve();

    FunctionPlan(List<ValuePlan> parameters, ValuePlan result) {
        this.parameters = new TuplePlan(parameters, "the parameters");
        this.result = result;
        this.spillsParameters = this.parameters.flatCount() > MAX_FLAT_PARAMETERS;
        this.spillsResult = result != null && result.flatCount() > MAX_FLAT_RESULTS;
    }

    /** Room for calling the host with this plan. */
    StackReserve reserve() {
        return reserve;
    }

    /** Lowers arguments into the callee. */
    long[] lowerParameters(TransferContext callee, Object[] args) {
        if (spillsParameters) {
            int pointer = callee.site().allocate(parameters.alignment(), parameters.size());
            parameters.store(callee, args, pointer);
            return new long[] {pointer & 0xffffffffL};
        }
        long[] flat = parameters.flatCount() == 0 ? NONE : new long[parameters.flatCount()];
        parameters.lower(callee, args, flat, 0);
        return flat;
    }

    /** Lifts the result out of the callee. */
    Object liftResult(TransferContext callee, long[] flat) {
        if (result == null) {
            return null;
        }
        if (spillsResult) {
            int pointer = (int) flat[0];
            callee.site().check(pointer, result.alignment(), result.size());
            return result.load(callee, pointer);
        }
        return result.lift(callee, flat, 0);
    }

    /** Lifts arguments out of the caller. */
    Object[] liftParameters(TransferContext caller, long[] flat) {
        if (spillsParameters) {
            int pointer = (int) flat[0];
            caller.site().check(pointer, parameters.alignment(), parameters.size());
            return (Object[]) parameters.load(caller, pointer);
        }
        return (Object[]) parameters.lift(caller, flat, 0);
    }

    /** Lowers the result into the caller, who passed a pointer as its last argument if it goes through memory. */
    long[] lowerResult(TransferContext caller, Object value, long[] args) {
        if (result == null) {
            return NONE;
        }
        if (spillsResult) {
            int pointer = (int) args[args.length - 1];
            caller.site().check(pointer, result.alignment(), result.size());
            result.store(caller, value, pointer);
            return NONE;
        }
        long[] flat = new long[1];
        result.lower(caller, value, flat, 0);
        return flat;
    }

    /** Checks that the caller's result pointer is usable before the callee runs. */
    void checkResultPointer(TransferContext caller, long[] args) {
        if (spillsResult) {
            caller.site().check((int) args[args.length - 1], result.alignment(), result.size());
        }
    }
}
