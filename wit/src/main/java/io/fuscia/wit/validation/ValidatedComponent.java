package io.fuscia.wit.validation;

import io.fuscia.wit.model.Component;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreInstanceType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.Type;
import java.util.List;

/**
 * A component that passed validation: its definitions and, index space by index space, the type of every entry. The
 * nth entry of a space is the nth added when walking {@link Component#definitions()} in order.
 *
 * @param component the definitions
 * @param type resolved imports and exports
 * @param coreModules types of the core module index space
 * @param coreInstances types of the core instance index space
 * @param coreFunctions types of the core function index space
 * @param coreTables types of the core table index space
 * @param coreMemories types of the core memory index space
 * @param coreGlobals types of the core global index space
 * @param types the type index space
 * @param functions types of the function index space: what lift and lower plan from
 * @param instances types of the instance index space
 * @param components types of the component index space
 * @param nested the nested components, in the order of their definitions (not by component index)
 */
public record ValidatedComponent(
        Component component,
        ComponentType type,
        List<CoreModuleType> coreModules,
        List<CoreInstanceType> coreInstances,
        List<CoreFunctionType> coreFunctions,
        List<CoreModuleType.Table> coreTables,
        List<CoreModuleType.Memory> coreMemories,
        List<CoreModuleType.Global> coreGlobals,
        List<Type> types,
        List<FunctionType> functions,
        List<InstanceType> instances,
        List<ComponentType> components,
        List<ValidatedComponent> nested) {}
