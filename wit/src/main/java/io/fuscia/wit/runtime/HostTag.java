package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.ComponentState;
import io.fuscia.wit.abi.ResourceTag;

/** The runtime identity of a resource type of the host; one per {@link HostResource}. */
final class HostTag extends ResourceTag {
    private final HostResource<?> resource;

    HostTag(HostResource<?> resource) {
        super(resource.name(), null);
        this.resource = resource;
    }

    @Override
    public Class<?> representationType() {
        return resource.type();
    }

    @Override
    public void destroy(ComponentState caller, Object representation) {
        try {
            resource.destroy(representation);
        } catch (Trap trap) {
            throw trap;
        } catch (RuntimeException e) {
            throw new Trap(TrapCode.HOST_ERROR, "the destructor of " + resource + " failed: " + e, e);
        }
    }
}
