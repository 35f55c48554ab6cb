package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.machine.CoreFunction;

/** A component function made callable by a core module (CanonicalABI.md#canon-lower). */
public final class LoweredFunction implements CoreFunction {
    private final FunctionPlan plan;
    private final CanonicalSite site;
    private final ComponentCallable callee;

    /** Lowers {@code callee} into the component instance of {@code site}. */
    public LoweredFunction(FunctionPlan plan, CanonicalSite site, ComponentCallable callee) {
        this.plan = plan;
        this.site = site;
        this.callee = callee;
    }

    @Override
    public long[] call(long... args) {
        ComponentState state = site.state();
        state.checkMayLeave();
        ComponentStore store = state.store();
        store.descend();
        plan.reserve().require();
        CallScope scope = new CallScope();
        TransferContext context = new TransferContext(site, scope, callee.hosted());
        Object[] values = plan.liftParameters(context, args);
        plan.checkResultPointer(context, args);
        Object result = callee.call(values);
        store.checkReturnFromHost();
        state.mayLeave(false);
        long[] lowered = lowerResult(context, result, args);
        state.mayLeave(true);
        scope.release();
        store.ascend();
        return lowered;
    }

    private long[] lowerResult(TransferContext context, Object result, long[] args) {
        try {
            return plan.lowerResult(context, result, args);
        } catch (IllegalArgumentException e) {
            throw new Trap(TrapCode.HOST_ERROR, "a host function returned " + e.getMessage(), e);
        }
    }
}
