package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/**
 * A resource that a guest implements, held outside it. An owned one lives until it is passed back as {@code own} or
 * {@link #drop dropped}; a borrowed one only during the call that it was handed out in. Not thread-safe: it belongs to
 * its component instance.
 */
public final class GuestResource {
    private final ResourceTag tag;
    private final int representation;
    private final boolean owned;
    private boolean valid = true;

    GuestResource(ResourceTag tag, int representation, boolean owned) {
        this.tag = tag;
        this.representation = representation;
        this.owned = owned;
    }

    /** Returns whether this is an owning handle. */
    public boolean owned() {
        return owned;
    }

    /** Returns whether it may still be used. */
    public boolean valid() {
        return valid;
    }

    /**
     * Drops an owned resource: its guest's destructor runs. Dropping a borrowed one only ends its use.
     *
     * @throws Trap if it is no longer valid, or if the destructor traps
     */
    public void drop() {
        int dropped = use();
        valid = false;
        if (owned) {
            tag.destroy(null, dropped);
        }
    }

    ResourceTag tag() {
        return tag;
    }

    /** Returns the representation for lending. */
    int use() {
        if (!valid) {
            throw new Trap(TrapCode.UNKNOWN_HANDLE, "resource " + tag + " is used after it was dropped or moved");
        }
        return representation;
    }

    /** Returns the representation and ends this handle. */
    int take() {
        int taken = use();
        if (!owned) {
            throw new Trap(TrapCode.HANDLE_NOT_OWNED, "a borrowed " + tag + " cannot be given away");
        }
        valid = false;
        return taken;
    }

    /** Ends a borrowed handle when its call is over. */
    void expire() {
        valid = false;
    }

    @Override
    public String toString() {
        return (owned ? "own<" : "borrow<") + tag + ">";
    }
}
