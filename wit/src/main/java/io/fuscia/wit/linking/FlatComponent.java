package io.fuscia.wit.linking;

import io.fuscia.wit.abi.FunctionPlan;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.model.StringEncoding;
import io.fuscia.wit.types.FunctionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A component with everything nested in it inlined. Entries refer to each other by position. Immutable.
 *
 * @param modules the distinct core modules
 * @param componentInstances how many component instances there are, the root being 0
 * @param steps what to do in order to instantiate
 * @param resources the resource types
 * @param liftings functions of core modules made callable
 * @param lowerings functions of components made callable by core modules
 * @param hosted functions that the host must give
 * @param exports what the root exports
 */
public record FlatComponent(
        List<ByteRange> modules,
        int componentInstances,
        List<Step> steps,
        List<Resource> resources,
        List<Lifting> liftings,
        List<Lowering> lowerings,
        List<HostedFunction> hosted,
        Map<String, Export> exports) {

    /** Copies what it is given. */
    public FlatComponent {
        modules = List.copyOf(modules);
        steps = List.copyOf(steps);
        resources = List.copyOf(resources);
        liftings = List.copyOf(liftings);
        lowerings = List.copyOf(lowerings);
        hosted = List.copyOf(hosted);
        exports = new LinkedHashMap<>(exports);
    }

    /** One thing to do while instantiating. */
    public sealed interface Step {
        /** Instantiates a module as the given core instance. */
        record InstantiateModule(int coreInstance, int module, List<CoreReference> imports) implements Step {}

        /** Calls a core function without parameters and results; nothing if it is null. */
        record Call(CoreReference function) implements Step {}

        /** Gives a guest's resource type its runtime identity. */
        record DefineResource(int resource) implements Step {}
    }

    /** A resource type. */
    public sealed interface Resource {
        /**
         * One that component instance {@code instance} implements.
         *
         * @param destructor null if there is none
         */
        record Guest(String name, int instance, CoreReference destructor) implements Resource {}

        /**
         * One that the host implements.
         *
         * @param instance the imported instance that exports it, null if it is imported by itself
         */
        record Hosted(String instance, String name) implements Resource {}
    }

    /**
     * Canonical options.
     *
     * @param memory null if none is given
     * @param realloc null if none is given
     */
    public record Site(int instance, CoreReference memory, CoreReference realloc, StringEncoding encoding) {}

    /**
     * A {@code canon lift}.
     *
     * @param postReturn null if none is given
     */
    public record Lifting(
            Site site, CoreReference core, CoreReference postReturn, FunctionPlan plan, FunctionType type) {}

    /**
     * A {@code canon lower}.
     *
     * @param recursive whether caller and callee are one instance or one is the other's ancestor: such calls always trap
     */
    public record Lowering(Site site, FunctionPlan plan, FunctionReference callee, boolean recursive) {}

    /**
     * A function that the host must give.
     *
     * @param instance the imported instance that exports it, null if it is imported by itself
     */
    public record HostedFunction(String instance, String name, FunctionType type) {
        @Override
        public String toString() {
            return instance == null ? name : instance + "#" + name;
        }
    }

    /** What the root exports that can be used from outside. */
    public sealed interface Export {
        /** A function. */
        record Function(FunctionReference reference, FunctionType type) implements Export {}

        /** An instance. */
        record Instance(Map<String, Export> exports) implements Export {}
    }
}
