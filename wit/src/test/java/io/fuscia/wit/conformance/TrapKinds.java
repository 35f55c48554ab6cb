package io.fuscia.wit.conformance;

import io.fuscia.wit.TrapCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The kinds of trap behind the reference's texts, which are those of its authors' runtime. */
final class TrapKinds {
    private static final Map<String, Set<TrapCode>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("wasm `unreachable` instruction executed", Set.of(TrapCode.UNREACHABLE));
        KINDS.put("invalid variant discriminant", Set.of(TrapCode.INVALID_DISCRIMINANT));
        KINDS.put("cannot leave component instance", Set.of(TrapCode.CANNOT_LEAVE));
        KINDS.put("cannot enter component instance", Set.of(TrapCode.CANNOT_ENTER, TrapCode.POISONED));
        KINDS.put("unaligned pointer", Set.of(TrapCode.UNALIGNED_POINTER));
        KINDS.put("realloc return: result not aligned", Set.of(TrapCode.UNALIGNED_POINTER));
        KINDS.put("realloc return: beyond end of memory", Set.of(TrapCode.POINTER_OUT_OF_BOUNDS));
        KINDS.put("string content out-of-bounds", Set.of(TrapCode.POINTER_OUT_OF_BOUNDS));
        KINDS.put("list content out-of-bounds", Set.of(TrapCode.POINTER_OUT_OF_BOUNDS));
        KINDS.put("string pointer/length out of bounds of memory", Set.of(TrapCode.POINTER_OUT_OF_BOUNDS));
        KINDS.put("invalid `char` bit pattern", Set.of(TrapCode.INVALID_CHAR));
        KINDS.put("invalid utf-8", Set.of(TrapCode.INVALID_STRING));
        KINDS.put("incomplete utf-8 byte sequence", Set.of(TrapCode.INVALID_STRING));
        KINDS.put("cannot remove owned resource while borrowed", Set.of(TrapCode.HANDLE_LENT));
        KINDS.put("unknown handle index", Set.of(TrapCode.UNKNOWN_HANDLE));
        KINDS.put("handle index 1 used with the wrong type", Set.of(TrapCode.HANDLE_TYPE_MISMATCH));
    }

    private TrapKinds() {}

    /** The kinds that a text stands for; an unknown text is an error. */
    static Set<TrapCode> of(String text) {
        String plain = text.replace("wasm trap: ", "");
        return KINDS.entrySet().stream()
                .filter(kind -> plain.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind is known for the trap text: " + text));
    }
}
