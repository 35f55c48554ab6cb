package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.types.ExternalType;

/** The kinds of core imports and exports. */
enum CoreKind {
    FUNCTION,
    TABLE,
    MEMORY,
    GLOBAL,
    TAG;

    static CoreKind of(ExternalType type) {
        return switch (type) {
            case FUNCTION -> FUNCTION;
            case TABLE -> TABLE;
            case MEMORY -> MEMORY;
            case GLOBAL -> GLOBAL;
            case TAG -> TAG;
        };
    }
}
