package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/**
 * What all component instances of one top-level instance share: resource types, limits, and whether anything trapped.
 * Not thread-safe.
 */
public final class ComponentStore {
    /** Handle indices have 28 bits, whatever the limit: guests may use the upper four (CanonicalABI.md#table-state). */
    private static final int MOST_HANDLES = (1 << 28) - 1;

    private final ResourceTag[] tags;
    private final int maxCallDepth;
    private final int maxHandles;
    private final long maxOutputBytes;
    private long outputLeft;
    private int depth;
    private boolean poisoned;

    /**
     * @param resourceTypes how many resource types there are; each is bound before it is used
     * @param maxCallDepth nesting of calls between components and to the host
     * @param maxHandles handles per component instance
     * @param maxOutputBytes bytes handed to the host in one outermost call, or to another component in one call
     */
    public ComponentStore(int resourceTypes, int maxCallDepth, int maxHandles, long maxOutputBytes) {
        this.tags = new ResourceTag[resourceTypes];
        this.maxCallDepth = maxCallDepth;
        this.maxHandles = Math.min(maxHandles, MOST_HANDLES);
        this.maxOutputBytes = maxOutputBytes;
        this.outputLeft = maxOutputBytes;
    }

    /** Gives a resource type its runtime identity. */
    public void bind(int resource, ResourceTag tag) {
        tags[resource] = tag;
    }

    /** Returns the runtime identity of a resource type. */
    public ResourceTag tag(int resource) {
        return tags[resource];
    }

    /** Begins an outermost call. */
    public void beginCall() {
        if (poisoned) {
            throw new Trap(TrapCode.POISONED, "cannot enter component instance: it trapped before");
        }
        outputLeft = maxOutputBytes;
        depth = 0;
    }

    /** Marks every component instance in here as unusable. */
    public void poison() {
        poisoned = true;
    }

    /** Keeps guest code from going on when the host returns to it but has hidden a trap. */
    void checkReturnFromHost() {
        if (poisoned) {
            throw new Trap(TrapCode.POISONED, "cannot return to component instance: it trapped while the host ran");
        }
    }

    /** Returns whether something trapped in here. */
    public boolean poisoned() {
        return poisoned;
    }

    int maxHandles() {
        return maxHandles;
    }

    long maxOutputBytes() {
        return maxOutputBytes;
    }

    void descend() {
        if (++depth > maxCallDepth) {
            throw new Trap(TrapCode.STACK_OVERFLOW, "calls between components nest deeper than " + maxCallDepth);
        }
    }

    void ascend() {
        depth--;
    }

    /** Counts bytes that leave for the host. */
    void chargeOutput(long bytes) {
        outputLeft -= bytes;
        if (outputLeft < 0) {
            throw outputExceeded();
        }
    }

    Trap outputExceeded() {
        return new Trap(TrapCode.OUTPUT_LIMIT, "the guest hands out more than " + maxOutputBytes + " bytes");
    }
}
