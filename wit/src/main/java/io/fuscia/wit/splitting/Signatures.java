package io.fuscia.wit.splitting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The function types of a module, those added to it, and which function and block has which. */
final class Signatures {
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;
    static final int F32 = 0x7d;
    static final int F64 = 0x7c;

    /** One function type; value types as their codes. */
    record Signature(List<Integer> parameters, List<Integer> results) {}

    private final List<Signature> types;
    private final List<Integer> functions;
    private final int originalTypes;
    private final Map<Signature, Integer> added = new LinkedHashMap<>();

    Signatures(List<Signature> types, List<Integer> functions) {
        this.types = new ArrayList<>(types);
        this.functions = new ArrayList<>(functions);
        this.originalTypes = types.size();
    }

    Signature type(int index) {
        return types.get(index);
    }

    Signature function(int index) {
        return types.get(functions.get(index));
    }

    /** Returns whether values of this type are numbers, which globals of ours can hold. */
    static boolean isNumber(int type) {
        return type <= I32 && type >= F64;
    }

    int functionCount() {
        return functions.size();
    }

    /** Adds a function; returns its index. */
    int add(Signature signature) {
        int type = added.computeIfAbsent(signature, wanted -> {
            types.add(wanted);
            return types.size() - 1;
        });
        functions.add(type);
        return functions.size() - 1;
    }

    /** Returns the type of a function by its index. */
    int typeOf(int function) {
        return functions.get(function);
    }

    int addedTypes() {
        return types.size() - originalTypes;
    }

    void writeAddedTypes(WasmWriter target) {
        for (Signature signature : types.subList(originalTypes, types.size())) {
            target.raw(0x60).number(signature.parameters().size());
            signature.parameters().forEach(target::raw);
            target.number(signature.results().size());
            signature.results().forEach(target::raw);
        }
    }
}
