package io.fuscia.wit.validation;

import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;

/** Names of kinds for messages; a type itself may be too large to print. */
final class Describe {
    private Describe() {}

    static String kind(ExternType type) {
        if (type instanceof CoreModuleType) {
            return "core module";
        }
        return type instanceof ExternType.OfType ? "type" : kind((Type) type);
    }

    static String kind(Type type) {
        if (type instanceof FunctionType) {
            return "func";
        }
        if (type instanceof InstanceType) {
            return "instance";
        }
        if (type instanceof ComponentType) {
            return "component";
        }
        return type instanceof ResourceType ? "resource" : "defined type";
    }

    static String value(ValueType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive.toString();
        }
        if (type instanceof OwnType) {
            return "own";
        }
        if (type instanceof BorrowType) {
            return "borrow";
        }
        String name = type.getClass().getSimpleName();
        return Names.lower(name.substring(0, name.length() - "Type".length()));
    }
}
