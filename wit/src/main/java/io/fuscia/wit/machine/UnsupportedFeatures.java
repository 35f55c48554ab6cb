package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import java.util.Optional;

/**
 * Names the proposal that keeps Chicory from parsing a module: its own messages speak of section sizes. Walks sections
 * and code by the binary format; anything else that is wrong is left to Chicory's message.
 */
final class UnsupportedFeatures {
    private static final int HEADER = 8;
    private static final int IMPORT_SECTION = 2;
    private static final int TABLE_SECTION = 4;
    private static final int MEMORY_SECTION = 5;
    private static final int CODE_SECTION = 10;
    private static final int TABLE_WITH_INITIALIZER = 0x40;
    private static final int TYPED_REFERENCE = 0x63;
    private static final int TYPED_REFERENCE_NON_NULL = 0x64;
    private static final int LIMITS_MAXIMUM = 1;
    private static final int LIMITS_64_BIT = 4;
    private static final int LIMITS_PAGE_SIZE = 8;
    private static final int PREFIX_BULK = 0xfc;
    private static final int PREFIX_VECTOR = 0xfd;
    private static final int FIRST_PREFIX = 0xfb;
    private static final int LAST_PREFIX = 0xfe;
    private static final int RELAXED = 0x100;
    private static final int WIDE_ARITHMETIC = 0x13;
    private static final int MEMORY_INDEX = 0x40;

    private final byte[] bytes;
    private int at = HEADER;

    private UnsupportedFeatures(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the first feature that Chicory does not parse, empty if there is none or the module is not even that. */
    static Optional<String> find(byte[] module) {
        try {
            return Optional.ofNullable(new UnsupportedFeatures(module).sections());
        } catch (ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private String sections() {
        String found = null;
        while (found == null && at < bytes.length) {
            int id = bytes[at++];
            int end = (int) leb();
            end += at;
            if (end < at || end > bytes.length) {
                return null;
            }
            found = switch (id) {
                case IMPORT_SECTION -> each(this::imported);
                case TABLE_SECTION -> each(this::table);
                case MEMORY_SECTION -> each(() -> limits("memory64"));
                case CODE_SECTION -> each(this::body);
                default -> null;
            };
            at = end;
        }
        return found;
    }

    @FunctionalInterface
    private interface Part {
        String read();
    }

    private String each(Part part) {
        String found = null;
        for (long count = leb(); count > 0 && found == null; count--) {
            found = part.read();
        }
        return found;
    }

    private String imported() {
        skip(leb());
        skip(leb());
        return switch (bytes[at++]) {
            case 1 -> table();
            case 2 -> limits("memory64");
            case 3 -> {
                valueType();
                at++;
                yield null;
            }
            case 4 -> {
                at++;
                leb();
                yield null;
            }
            default -> {
                leb();
                yield null;
            }
        };
    }

    private String table() {
        if (bytes[at] == TABLE_WITH_INITIALIZER) {
            // The initializer's end is not known here; Chicory reads such tables.
            throw new ArrayIndexOutOfBoundsException();
        }
        valueType();
        return limits("memory64 (a table with 64-bit indices)");
    }

    private String limits(String feature) {
        int flags = bytes[at++];
        leb();
        if ((flags & LIMITS_MAXIMUM) != 0) {
            leb();
        }
        if ((flags & LIMITS_PAGE_SIZE) != 0) {
            leb();
            return "custom page sizes";
        }
        return (flags & LIMITS_64_BIT) != 0 ? feature : null;
    }

    private String body() {
        int end = (int) leb();
        end += at;
        for (long groups = leb(); groups > 0; groups--) {
            leb();
            valueType();
        }
        while (at < end) {
            String found = instruction();
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String instruction() {
        int first = bytes[at++] & 0xff;
        boolean prefixed = first >= FIRST_PREFIX && first <= LAST_PREFIX;
        int code = prefixed ? (int) leb() : first;
        if (first == PREFIX_VECTOR && code >= RELAXED) {
            return "relaxed SIMD";
        }
        OpCode known = OpCode.byOpCode(prefixed ? first << 8 | code : code);
        if (known != null) {
            OpCode.signature(known).forEach(this::immediate);
            return null;
        }
        if (first == PREFIX_BULK && code >= WIDE_ARITHMETIC) {
            return "wide arithmetic";
        }
        return switch (first) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> "exceptions of the older proposal (try, catch)";
            default -> throw new ArrayIndexOutOfBoundsException();
        };
    }

    private void immediate(WasmEncoding encoding) {
        switch (encoding) {
            case VARUINT, VARSINT32, VARSINT64 -> leb();
            case BLOCK_TYPE -> blockType();
            case BYTE -> at++;
            case FLOAT32 -> at += Float.BYTES;
            case FLOAT64 -> at += Double.BYTES;
            case V128 -> at += 16;
            case MEMARG -> {
                if ((leb() & MEMORY_INDEX) != 0) {
                    leb();
                }
                leb();
            }
            case VEC_VARUINT -> {
                for (long count = leb(); count > 0; count--) {
                    leb();
                }
            }
            case VEC_VALUE_TYPE -> {
                for (long count = leb(); count > 0; count--) {
                    valueType();
                }
            }
            case VEC_CATCH -> {
                for (long count = leb(); count > 0; count--) {
                    boolean all = bytes[at++] >= 2;
                    if (!all) {
                        leb();
                    }
                    leb();
                }
            }
        }
    }

    private void blockType() {
        int code = bytes[at] & 0xff;
        if (code == TYPED_REFERENCE || code == TYPED_REFERENCE_NON_NULL) {
            valueType();
        } else {
            leb();
        }
    }

    private void valueType() {
        int code = bytes[at++] & 0xff;
        if (code == TYPED_REFERENCE || code == TYPED_REFERENCE_NON_NULL) {
            leb();
        }
    }

    private void skip(long count) {
        at = Math.toIntExact(Math.min(at + count, Integer.MAX_VALUE));
    }

    /** The bits of a LEB128 number, signed or not, which matter only for counts and codes. */
    private long leb() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            if (shift < Long.SIZE) {
                value |= (next & 0x7fL) << shift;
            }
            if (next >= 0) {
                return value;
            }
        }
    }
}
