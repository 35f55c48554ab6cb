package io.fuscia.wit.validation;

import io.fuscia.wit.model.Sort;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreInstanceType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The index spaces and names of a component, component type or instance type while it is being validated. */
final class Scope {
    /** What opened the scope. */
    enum Kind {
        COMPONENT,
        COMPONENT_TYPE,
        INSTANCE_TYPE
    }

    final Kind kind;
    final Optional<Scope> parent;

    final List<CoreType> coreTypes = new ArrayList<>();
    final List<CoreModuleType> coreModules = new ArrayList<>();
    final List<CoreInstanceType> coreInstances = new ArrayList<>();
    final List<CoreFunctionType> coreFunctions = new ArrayList<>();
    final List<CoreModuleType.Table> coreTables = new ArrayList<>();
    final List<CoreModuleType.Memory> coreMemories = new ArrayList<>();
    final List<CoreModuleType.Global> coreGlobals = new ArrayList<>();
    final List<CoreModuleType.Tag> coreTags = new ArrayList<>();
    final List<Type> types = new ArrayList<>();
    final List<FunctionType> functions = new ArrayList<>();
    final List<InstanceType> instances = new ArrayList<>();
    final List<ComponentType> components = new ArrayList<>();
    final List<ValidatedComponent> nested = new ArrayList<>();

    final Map<String, ExternType> imports = new LinkedHashMap<>();
    final Map<String, ExternType> exports = new LinkedHashMap<>();
    final List<ResourceId> importedResources = new ArrayList<>();
    final List<ResourceId> freshResources = new ArrayList<>();

    /** Resources defined here, for which {@code resource.new} and {@code resource.rep} exist. */
    final Set<ResourceId> localResources = new HashSet<>();

    final NameContext importNames;
    final NameContext exportNames;

    /** Types with a name that the outside can see: usable in imports, and in exports. */
    final Set<Type> importedTypes = Collections.newSetFromMap(new IdentityHashMap<>());

    final Set<Type> exportedTypes = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Diagnostics diagnostics;

    Scope(Kind kind, Optional<Scope> parent, Diagnostics diagnostics) {
        this.kind = kind;
        this.parent = parent;
        this.diagnostics = diagnostics;
        this.importNames = new NameContext(diagnostics, "import");
        this.exportNames = new NameContext(diagnostics, "export");
    }

    Type type(int index) {
        return entry(types, index, "type");
    }

    FunctionType function(int index) {
        return entry(functions, index, "function");
    }

    InstanceType instance(int index) {
        return entry(instances, index, "instance");
    }

    ComponentType component(int index) {
        return entry(components, index, "component");
    }

    CoreModuleType coreModule(int index) {
        return entry(coreModules, index, "module");
    }

    CoreInstanceType coreInstance(int index) {
        return entry(coreInstances, index, "core instance");
    }

    CoreFunctionType coreFunction(int index) {
        return entry(coreFunctions, index, "core function");
    }

    CoreType coreType(int index) {
        return entry(coreTypes, index, "core type");
    }

    CoreModuleType.Memory coreMemory(int index) {
        return entry(coreMemories, index, "memory");
    }

    /** The type of a core definition that a core instance may export. */
    CoreModuleType.CoreExternType coreItem(Sort sort, int index) {
        return switch (sort) {
            case CORE_FUNCTION -> coreFunction(index);
            case CORE_TABLE -> entry(coreTables, index, "table");
            case CORE_MEMORY -> coreMemory(index);
            case CORE_GLOBAL -> entry(coreGlobals, index, "global");
            case CORE_TAG -> entry(coreTags, index, "tag");
            case CORE_TYPE, CORE_MODULE, CORE_INSTANCE, FUNCTION, VALUE, TYPE, COMPONENT, INSTANCE ->
                throw diagnostics.invalid("a core instance cannot export a " + sort.label());
        };
    }

    /** The type of a definition that may be exported or given as an argument. */
    ExternType item(Sort sort, int index) {
        return switch (sort) {
            case CORE_MODULE -> coreModule(index);
            case FUNCTION -> function(index);
            case TYPE -> new ExternType.OfType(type(index));
            case COMPONENT -> component(index);
            case INSTANCE -> instance(index);
            case VALUE -> throw diagnostics.unsupported("values");
            case CORE_FUNCTION, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_TYPE, CORE_INSTANCE ->
                throw diagnostics.invalid("a " + sort.label() + " cannot leave the component");
        };
    }

    /** Adds an entry to the index space that {@code type} belongs to. */
    void add(ExternType type) {
        if (type instanceof CoreModuleType module) {
            coreModules.add(module);
        } else if (type instanceof FunctionType function) {
            functions.add(function);
        } else if (type instanceof InstanceType instance) {
            instances.add(instance);
        } else if (type instanceof ComponentType component) {
            components.add(component);
        } else if (type instanceof ExternType.OfType of) {
            types.add(of.type());
        }
    }

    void addCore(CoreModuleType.CoreExternType type) {
        if (type instanceof CoreFunctionType function) {
            coreFunctions.add(function);
        } else if (type instanceof CoreModuleType.Table table) {
            coreTables.add(table);
        } else if (type instanceof CoreModuleType.Memory memory) {
            coreMemories.add(memory);
        } else if (type instanceof CoreModuleType.Global global) {
            coreGlobals.add(global);
        } else if (type instanceof CoreModuleType.Tag tag) {
            coreTags.add(tag);
        }
    }

    /** The scope {@code count} steps outward. */
    Scope outward(int count) {
        Scope scope = this;
        for (int i = 0; i < count; i++) {
            if (scope.parent.isEmpty()) {
                throw diagnostics.invalid("invalid outer alias count of " + count);
            }
            scope = scope.parent.get();
        }
        return scope;
    }

    private <T> T entry(List<T> space, int index, String what) {
        if (index >= space.size()) {
            throw diagnostics.invalid("unknown " + what + " " + index + ": " + what + " index out of bounds");
        }
        return space.get(index);
    }
}
