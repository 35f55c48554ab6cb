package io.fuscia.wit.runtime;

import io.fuscia.wit.abi.ComponentState;
import io.fuscia.wit.abi.ResourceTag;
import io.fuscia.wit.machine.CoreFunction;
import io.fuscia.wit.machine.Traps;

/** The runtime identity of a resource type that a component instance implements. */
final class GuestTag extends ResourceTag {
    private final ComponentInstance instance;
    private final CoreFunction destructor;

    /**
     * @param destructor null if there is none
     */
    GuestTag(String name, ComponentState owner, ComponentInstance instance, CoreFunction destructor) {
        super(name, owner);
        this.instance = instance;
        this.destructor = destructor;
    }

    @Override
    public Class<?> representationType() {
        return Integer.class;
    }

    @Override
    public void destroy(ComponentState caller, Object representation) {
        if (destructor == null) {
            return;
        }
        long bits = Integer.toUnsignedLong((Integer) representation);
        if (caller == null) {
            instance.destroyFromHost(() -> destroyFromOutside(bits));
        } else if (caller == owner()) {
            // A call like any other between components: the guest cannot catch what the destructor throws.
            Traps.call(destructor, bits);
        } else {
            destroyFromOutside(bits);
        }
    }

    private void destroyFromOutside(long bits) {
        owner().enter();
        Traps.call(destructor, bits);
        owner().exit();
    }
}
