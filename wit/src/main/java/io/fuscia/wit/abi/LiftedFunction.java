package io.fuscia.wit.abi;

import io.fuscia.wit.machine.CoreFunction;
import io.fuscia.wit.machine.Traps;

/** A core function made callable with component values (CanonicalABI.md#canon-lift). */
public final class LiftedFunction implements ComponentCallable {
    private final FunctionPlan plan;
    private final CanonicalSite site;
    private final CoreFunction core;
    private final CoreFunction postReturn;

    /**
     * @param postReturn called with the core results once they are lifted; may be null
     */
    public LiftedFunction(FunctionPlan plan, CanonicalSite site, CoreFunction core, CoreFunction postReturn) {
        this.plan = plan;
        this.site = site;
        this.core = core;
        this.postReturn = postReturn;
    }

    @Override
    public boolean hosted() {
        return false;
    }

    /** Calls it from another component. */
    @Override
    public Object call(Object[] args) {
        return call(args, false);
    }

    /** Calls it from the host. */
    public Object callFromHost(Object[] args) {
        return call(args, true);
    }

    private Object call(Object[] args, boolean fromHost) {
        ComponentState state = site.state();
        state.enter();
        CallScope scope = new CallScope();
        CallScope outer = state.scope();
        state.scope(scope);
        TransferContext context = new TransferContext(site, scope, fromHost);
        state.mayLeave(false);
        long[] flat;
        try {
            flat = plan.lowerParameters(context, args);
        } catch (IllegalArgumentException e) {
            // The host's mistake: the guest stays as usable as it was.
            state.scope(outer);
            state.exit();
            throw e;
        } finally {
            state.mayLeave(true);
        }
        long[] results = Traps.call(core, flat);
        Object result = plan.liftResult(context, results);
        scope.checkNothingBorrowed();
        if (postReturn != null) {
            state.mayLeave(false);
            Traps.call(postReturn, results == null ? new long[0] : results);
            state.mayLeave(true);
        }
        state.scope(outer);
        state.exit();
        return result;
    }
}
