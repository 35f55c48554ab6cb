package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.ArrayList;
import java.util.List;

/** One call across a component's border: what was lent for it, and what its callee still borrows. */
final class CallScope {
    private List<Handle> lenders;
    private List<GuestResource> lentToHost;
    private int borrows;

    /** The caller lends a handle until the call ends. */
    void lend(Handle handle) {
        handle.lend();
        if (lenders == null) {
            lenders = new ArrayList<>(2);
        }
        lenders.add(handle);
    }

    /** The host gets a borrowed resource until the call ends. */
    void lendToHost(GuestResource resource) {
        if (lentToHost == null) {
            lentToHost = new ArrayList<>(2);
        }
        lentToHost.add(resource);
    }

    /** The callee got a borrowed handle. */
    void borrowed() {
        borrows++;
    }

    /** The callee dropped a borrowed handle. */
    void returned() {
        borrows--;
    }

    /** Ends the callee's side. */
    void checkNothingBorrowed() {
        if (borrows != 0) {
            throw new Trap(TrapCode.BORROW_LEAKED, "borrow handles still remain at the end of the call");
        }
    }

    /** Ends the caller's side. */
    void release() {
        if (lenders != null) {
            lenders.forEach(Handle::giveBack);
        }
        if (lentToHost != null) {
            lentToHost.forEach(GuestResource::expire);
        }
    }
}
