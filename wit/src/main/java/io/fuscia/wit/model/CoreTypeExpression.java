package io.fuscia.wit.model;

import io.fuscia.wit.types.CoreModuleType;
import java.util.List;

/** A core type definition as written: a function type, another (GC) type kept as bytes, a group of those, or a module type. */
public sealed interface CoreTypeExpression {
    record Function(List<Value> parameters, List<Value> results) implements CoreTypeExpression {}

    /** A type of the GC proposal: legal, but nothing in a component can be matched against it here. */
    record Other(ByteRange content) implements CoreTypeExpression {}

    /** A recursion group: each member gets an index. */
    record Group(List<CoreTypeExpression> members) implements CoreTypeExpression {}

    record Module(List<ModuleDeclaration> declarations) implements CoreTypeExpression {}

    /**
     * A core value type in its binary form.
     *
     * @param code the type's first byte: 0x7f i32 … 0x7b v128, 0x70 funcref, 0x64/0x63 a (nullable) reference
     * @param heapType the heap type of a reference, as a signed number; a type index when not negative
     */
    record Value(int code, long heapType) {}

    /** A declaration in a module type. */
    sealed interface ModuleDeclaration {
        int offset();
    }

    record ModuleImport(int offset, String module, String name, CoreExtern type) implements ModuleDeclaration {}

    record ModuleTypeDefinition(int offset, CoreTypeExpression type) implements ModuleDeclaration {}

    record ModuleOuterAlias(int offset, int count, int index) implements ModuleDeclaration {}

    record ModuleExport(int offset, String name, CoreExtern type) implements ModuleDeclaration {}

    /** What a core import or export is: function types by index, the rest spelled out. */
    sealed interface CoreExtern {}

    record CoreFunctionOfType(int type) implements CoreExtern {}

    record CoreTable(Value element, CoreModuleType.Limits limits) implements CoreExtern {}

    record CoreMemory(CoreModuleType.Limits limits, long pageSize) implements CoreExtern {}

    record CoreGlobal(Value type, boolean mutable) implements CoreExtern {}

    record CoreTagOfType(int type) implements CoreExtern {}
}
