package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.machine.GuestMemory;

/** One component's side of one call, while values are lifted out of it or lowered into it. */
final class TransferContext {
    private final CanonicalSite site;
    private final GuestMemory memory;
    private final CallScope scope;
    private final boolean toHost;
    private long budget;

    /**
     * @param site whose memory and handles
     * @param scope the call
     * @param toHost whether what is lifted goes to the host, and so counts against the whole call's output limit
     */
    TransferContext(CanonicalSite site, CallScope scope, boolean toHost) {
        this.site = site;
        this.memory = site.memory();
        this.scope = scope;
        this.toHost = toHost;
        this.budget = site.state().store().maxOutputBytes();
    }

    /** Returns whether what is lifted goes to the host. */
    boolean toHost() {
        return toHost;
    }

    CanonicalSite site() {
        return site;
    }

    GuestMemory memory() {
        return memory;
    }

    /** Counts what is about to be copied out, before it is. */
    void charge(long bytes) {
        checkRunning();
        if (toHost) {
            site.state().store().chargeOutput(bytes);
        } else {
            budget -= bytes;
            if (budget < 0) {
                throw site.state().store().outputExceeded();
            }
        }
    }

    /** Ends a long transfer here if the call is to be stopped. */
    void checkRunning() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Trap(TrapCode.INTERRUPTED, "interrupted");
        }
    }

    /** CanonicalABI.md#lifting: {@code lift_own}. */
    Object liftOwn(int resource, int index) {
        ComponentState state = site.state();
        ResourceTag tag = state.store().tag(resource);
        Handle handle = state.handles().get(index, tag);
        if (!handle.owned()) {
            throw new Trap(TrapCode.HANDLE_NOT_OWNED, "cannot lift own resource from a borrow");
        }
        handle.checkNotLent();
        state.handles().remove(index);
        return tag.hosted() ? handle.representation() : new GuestResource(tag, (Integer) handle.representation(), true);
    }

    /** CanonicalABI.md#lifting: {@code lift_borrow}. */
    Object liftBorrow(int resource, int index) {
        ComponentState state = site.state();
        ResourceTag tag = state.store().tag(resource);
        Handle handle = state.handles().get(index, tag);
        scope.lend(handle);
        if (tag.hosted()) {
            return handle.representation();
        }
        GuestResource lent = new GuestResource(tag, (Integer) handle.representation(), false);
        scope.lendToHost(lent);
        return lent;
    }

    /** CanonicalABI.md#lowering: {@code lower_own}. */
    int lowerOwn(int resource, Object value) {
        ComponentState state = site.state();
        ResourceTag tag = state.store().tag(resource);
        Object representation =
                tag.hosted() ? hosted(tag, value) : guest(tag, value).take();
        return state.handles().add(Handle.owned(tag, representation));
    }

    /** CanonicalABI.md#lowering: {@code lower_borrow}. */
    int lowerBorrow(int resource, Object value) {
        ComponentState state = site.state();
        ResourceTag tag = state.store().tag(resource);
        if (tag.owner() == state) {
            return guest(tag, value).use();
        }
        Object representation =
                tag.hosted() ? hosted(tag, value) : (Object) guest(tag, value).use();
        scope.borrowed();
        return state.handles().add(Handle.borrowed(tag, representation, scope));
    }

    private static Object hosted(ResourceTag tag, Object value) {
        if (!tag.representationType().isInstance(value)) {
            throw new IllegalArgumentException("expected a " + tag + ", got " + Values.describe(value));
        }
        return value;
    }

    private static GuestResource guest(ResourceTag tag, Object value) {
        Object viewed = value instanceof GuestHandle handle ? handle.resource() : value;
        if (!(viewed instanceof GuestResource resource)) {
            throw new IllegalArgumentException("expected a " + tag + ", got " + Values.describe(value));
        }
        if (resource.tag() != tag) {
            throw new IllegalArgumentException("expected a " + tag + ", got a " + resource.tag());
        }
        return resource;
    }
}
