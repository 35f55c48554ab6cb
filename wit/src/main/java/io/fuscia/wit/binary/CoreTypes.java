package io.fuscia.wit.binary;

import io.fuscia.wit.model.CoreTypeExpression;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.CoreValueType;
import java.util.List;
import java.util.function.IntFunction;

/** Turns core types as written into resolved ones. */
public final class CoreTypes {
    private CoreTypes() {}

    /** A function type; references to concrete types lose which one they mean. */
    public static CoreFunctionType function(CoreTypeExpression.Function type) {
        return new CoreFunctionType(values(type.parameters()), values(type.results()));
    }

    /** An import or export; {@code functions} gives the function type at an index or throws. */
    public static CoreModuleType.CoreExternType extern(
            CoreTypeExpression.CoreExtern type, IntFunction<CoreFunctionType> functions) {
        if (type instanceof CoreTypeExpression.CoreFunctionOfType function) {
            return functions.apply(function.type());
        }
        if (type instanceof CoreTypeExpression.CoreTable table) {
            return new CoreModuleType.Table(value(table.element()), table.limits());
        }
        if (type instanceof CoreTypeExpression.CoreMemory memory) {
            return new CoreModuleType.Memory(memory.limits(), memory.pageSize());
        }
        if (type instanceof CoreTypeExpression.CoreGlobal global) {
            return new CoreModuleType.Global(value(global.type()), global.mutable());
        }
        CoreTypeExpression.CoreTagOfType tag = (CoreTypeExpression.CoreTagOfType) type;
        return new CoreModuleType.Tag(functions.apply(tag.type()));
    }

    private static List<CoreValueType> values(List<CoreTypeExpression.Value> values) {
        return values.stream().map(CoreTypes::value).toList();
    }

    /** A value type. */
    public static CoreValueType value(CoreTypeExpression.Value value) {
        return switch (value.code()) {
            case 0x7f -> CoreValueType.I32;
            case 0x7e -> CoreValueType.I64;
            case 0x7d -> CoreValueType.F32;
            case 0x7c -> CoreValueType.F64;
            case 0x7b -> CoreValueType.V128;
            default ->
                new CoreValueType(value.code(), value.heapType() < 0 ? (int) value.heapType() : CoreValueType.CONCRETE);
        };
    }
}
