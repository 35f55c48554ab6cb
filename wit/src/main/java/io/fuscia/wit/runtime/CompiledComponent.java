package io.fuscia.wit.runtime;

import io.fuscia.wit.types.ExternType;
import java.util.Map;

/** A component that is ready to be instantiated any number of times; immutable and thread-safe. */
public final class CompiledComponent {
    CompiledComponent() {}

    /** Returns the imports in order, each name with its type. */
    public Map<String, ExternType> imports() {
        throw new UnsupportedOperationException();
    }

    /** Returns the exports in order, each name with its type. */
    public Map<String, ExternType> exports() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a fresh instance.
     *
     * @param imports what the host offers; what the component does not import is ignored
     * @param limits what the instance may use
     * @param attachments objects for host functions, found again by {@link HostCall#attachment}
     * @throws io.fuscia.wit.UnlinkableComponentException if an import is missing or of another shape
     * @throws io.fuscia.wit.Trap if a start function traps or a limit is exceeded
     */
    public ComponentInstance instantiate(HostImports imports, InstanceLimits limits, Object... attachments) {
        throw new UnsupportedOperationException();
    }
}
