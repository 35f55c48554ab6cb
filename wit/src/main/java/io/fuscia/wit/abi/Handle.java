package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/** An entry of a handle table. */
final class Handle {
    private final ResourceTag tag;
    private final Object representation;
    private final CallScope scope;
    private int lends;

    private Handle(ResourceTag tag, Object representation, CallScope scope) {
        this.tag = tag;
        this.representation = representation;
        this.scope = scope;
    }

    static Handle owned(ResourceTag tag, Object representation) {
        return new Handle(tag, representation, null);
    }

    static Handle borrowed(ResourceTag tag, Object representation, CallScope scope) {
        return new Handle(tag, representation, scope);
    }

    ResourceTag tag() {
        return tag;
    }

    /** An {@link Integer} of a guest's resource, else the host's object. */
    Object representation() {
        return representation;
    }

    boolean owned() {
        return scope == null;
    }

    /** The call that a borrowed handle must not outlive. */
    CallScope scope() {
        return scope;
    }

    void lend() {
        lends++;
    }

    void giveBack() {
        lends--;
    }

    void checkNotLent() {
        if (lends != 0) {
            throw new Trap(TrapCode.HANDLE_LENT, "cannot remove owned resource while borrowed");
        }
    }
}
