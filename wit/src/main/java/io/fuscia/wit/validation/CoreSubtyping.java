package io.fuscia.wit.validation;

import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.CoreModuleType.CoreExternType;
import java.util.HashMap;
import java.util.Map;

/** Core import matching: of module types, and of instances given to a module. */
final class CoreSubtyping {
    private final Diagnostics diagnostics;

    CoreSubtyping(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void module(CoreModuleType given, CoreModuleType expected) {
        Map<String, Map<String, CoreExternType>> supplied = new HashMap<>();
        expected.imports().forEach(item -> supplied.computeIfAbsent(item.module(), key -> new HashMap<>())
                .put(item.name(), item.type()));
        for (CoreModuleType.CoreImport item : given.imports()) {
            diagnostics.work(1);
            CoreExternType type = supplied.getOrDefault(item.module(), Map.of()).get(item.name());
            String label = item.module() + "::" + item.name();
            if (type == null) {
                throw diagnostics.invalid("missing expected import `" + label + "`");
            }
            check("type mismatch in import `" + label + "`: ", type, item.type());
        }
        expected.exports().forEach((name, type) -> {
            diagnostics.work(1);
            CoreExternType actual = given.exports().get(name);
            if (actual == null) {
                throw diagnostics.invalid("missing expected export `" + name + "`");
            }
            check("type mismatch in export `" + name + "`: ", actual, type);
        });
    }

    void check(String where, CoreExternType given, CoreExternType expected) {
        if (expected instanceof CoreFunctionType function && given instanceof CoreFunctionType actual) {
            if (!function.equals(actual)) {
                throw diagnostics.invalid(where + "expected: " + text(function) + ", found: " + text(actual));
            }
        } else if (expected instanceof CoreModuleType.Global global && given instanceof CoreModuleType.Global actual) {
            global(where, actual, global);
        } else if (expected instanceof CoreModuleType.Table table && given instanceof CoreModuleType.Table actual) {
            table(where, actual, table);
        } else if (expected instanceof CoreModuleType.Memory memory && given instanceof CoreModuleType.Memory actual) {
            memory(where, actual, memory);
        } else if (expected instanceof CoreModuleType.Tag tag && given instanceof CoreModuleType.Tag actual) {
            check(where, actual.type(), tag.type());
        } else {
            throw diagnostics.invalid(where + "expected " + kind(expected) + ", found " + kind(given));
        }
    }

    private void global(String where, CoreModuleType.Global given, CoreModuleType.Global expected) {
        if (given.mutable() != expected.mutable()) {
            throw diagnostics.invalid(where + "global types differ in mutability");
        }
        if (!given.type().equals(expected.type())) {
            throw diagnostics.invalid(where + "expected global type " + expected.type() + ", found " + given.type());
        }
    }

    private void table(String where, CoreModuleType.Table given, CoreModuleType.Table expected) {
        if (!given.element().equals(expected.element())) {
            throw diagnostics.invalid(
                    where + "expected table element type " + expected.element() + ", found " + given.element());
        }
        limits(where, given.limits(), expected.limits(), "table");
    }

    private void memory(String where, CoreModuleType.Memory given, CoreModuleType.Memory expected) {
        if (given.limits().shared() != expected.limits().shared()) {
            throw diagnostics.invalid(where + "mismatch in the shared flag for memories");
        }
        if (given.pageSize() != expected.pageSize()) {
            throw diagnostics.invalid(where + "mismatch in memory page size");
        }
        limits(where, given.limits(), expected.limits(), "memory");
    }

    private void limits(String where, CoreModuleType.Limits given, CoreModuleType.Limits expected, String what) {
        boolean largeEnough = Long.compareUnsigned(given.minimum(), expected.minimum()) >= 0;
        boolean fits = given.wide() == expected.wide() && largeEnough && bounded(given, expected);
        if (!fits) {
            throw diagnostics.invalid(where + "mismatch in " + what + " limits");
        }
    }

    private static boolean bounded(CoreModuleType.Limits given, CoreModuleType.Limits expected) {
        if (expected.maximum().isEmpty()) {
            return true;
        }
        return given.maximum().isPresent()
                && Long.compareUnsigned(
                                given.maximum().getAsLong(), expected.maximum().getAsLong())
                        <= 0;
    }

    /** Limits that a table or memory may declare at all. */
    static void checkLimits(CoreExternType type, Diagnostics diagnostics) {
        if (type instanceof CoreModuleType.Table table) {
            ordered(table.limits(), diagnostics, "table");
        } else if (type instanceof CoreModuleType.Memory memory) {
            long most = (memory.limits().wide() ? 1L << 48 : 1L << 32) / memory.pageSize();
            long declared = memory.limits().maximum().orElse(memory.limits().minimum());
            if (Long.compareUnsigned(memory.limits().minimum(), most) > 0 || Long.compareUnsigned(declared, most) > 0) {
                throw diagnostics.invalid("memory size must be at most " + most + " pages");
            }
            ordered(memory.limits(), diagnostics, "memory");
        }
    }

    private static void ordered(CoreModuleType.Limits limits, Diagnostics diagnostics, String what) {
        if (limits.maximum().isPresent()
                && Long.compareUnsigned(limits.minimum(), limits.maximum().getAsLong()) > 0) {
            throw diagnostics.invalid("the minimum size of a " + what + " must not be greater than its maximum");
        }
    }

    static String kind(CoreExternType type) {
        if (type instanceof CoreFunctionType) {
            return "func";
        }
        if (type instanceof CoreModuleType.Table) {
            return "table";
        }
        if (type instanceof CoreModuleType.Memory) {
            return "memory";
        }
        return type instanceof CoreModuleType.Global ? "global" : "tag";
    }

    private static String text(CoreFunctionType type) {
        StringBuilder text = new StringBuilder("(func");
        if (!type.parameters().isEmpty()) {
            text.append(" (param");
            type.parameters().forEach(value -> text.append(' ').append(value));
            text.append(')');
        }
        if (!type.results().isEmpty()) {
            text.append(" (result");
            type.results().forEach(value -> text.append(' ').append(value));
            text.append(')');
        }
        return text.append(')').toString();
    }
}
