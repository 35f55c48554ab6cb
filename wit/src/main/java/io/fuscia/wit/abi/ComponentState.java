package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.ArrayList;
import java.util.List;

/** The runtime state of one component instance: its handle table and whether it may be entered and left. */
public final class ComponentState {
    private final ComponentStore store;
    private final HandleTable handles;
    private boolean entered;
    private boolean mayLeave = true;
    private CallScope scope;

    /** A state within a store. */
    public ComponentState(ComponentStore store) {
        this.store = store;
        this.handles = new HandleTable(store.maxHandles());
    }

    ComponentStore store() {
        return store;
    }

    HandleTable handles() {
        return handles;
    }

    /** Enters from outside: another component or the host calls an export or destructor. */
    public void enter() {
        if (entered || store.poisoned()) {
            throw new Trap(TrapCode.CANNOT_ENTER, "cannot enter component instance");
        }
        entered = true;
    }

    /** Returns whether a call of it is running, or ended in a trap. */
    public boolean entered() {
        return entered;
    }

    /** Ends what {@link #enter} began; not called after a trap. */
    public void exit() {
        entered = false;
    }

    void checkMayLeave() {
        if (!mayLeave) {
            throw new Trap(TrapCode.CANNOT_LEAVE, "cannot leave component instance");
        }
    }

    void mayLeave(boolean value) {
        mayLeave = value;
    }

    /** The scope that borrowed handles of the running export call belong to. */
    CallScope scope() {
        return scope;
    }

    void scope(CallScope value) {
        scope = value;
    }

    /** {@code resource.new}: returns an owning handle. */
    public int resourceNew(ResourceTag tag, int representation) {
        checkMayLeave();
        return handles.add(Handle.owned(tag, representation));
    }

    /** {@code resource.rep}: returns the representation behind a handle. */
    public int resourceRep(ResourceTag tag, int index) {
        return (Integer) handles.get(index, tag).representation();
    }

    /** {@code resource.drop}: ends a handle; an owning one destroys its resource. */
    public void resourceDrop(ResourceTag tag, int index) {
        checkMayLeave();
        Handle handle = handles.get(index, tag);
        handle.checkNotLent();
        handles.remove(index);
        if (handle.owned()) {
            store.descend();
            if (tag.hosted()) {
                tag.reserve().require();
            }
            tag.destroy(this, handle.representation());
            store.checkReturnFromHost();
            store.ascend();
        } else {
            handle.scope().returned();
        }
    }

    /**
     * Destroys the host's resources that are still owned here.
     *
     * @return what destructors threw; all the others ran nevertheless
     */
    public List<RuntimeException> releaseHosted() {
        List<RuntimeException> failures = new ArrayList<>(0);
        handles.forEach(handle -> {
            if (handle.owned() && handle.tag().hosted()) {
                try {
                    handle.tag().destroy(this, handle.representation());
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        });
        handles.clear();
        return failures;
    }
}
