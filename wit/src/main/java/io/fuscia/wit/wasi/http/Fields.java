package io.fuscia.wit.wasi.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The resource {@code wasi:http/types.fields}: headers of at most 128 KiB. For the guest's thread. */
final class Fields {
    private static final int MOST_BYTES = 128 * 1024;

    /** What a field costs besides its text, as in RFC 9113 section 6.5.2. */
    private static final int OVERHEAD = 32;

    /** The variant {@code header-error}, in its order. */
    enum Refusal {
        INVALID_SYNTAX,
        FORBIDDEN,
        IMMUTABLE;

        /** Its number in the component model, which counts cases in the order written. */
        @SuppressWarnings("EnumOrdinal")
        int number() {
            return ordinal();
        }
    }

    /** A change that is refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    private final List<HttpField> fields;
    private final boolean mutable;

    private Fields(List<HttpField> fields, boolean mutable) {
        this.fields = fields;
        this.mutable = mutable;
    }

    static Fields empty() {
        return new Fields(new ArrayList<>(), true);
    }

    static Fields received(List<HttpField> fields) {
        return new Fields(fields, false);
    }

    Fields copy() {
        return new Fields(new ArrayList<>(fields), true);
    }

    /** Returns these fields as they are now, for good. */
    Fields frozen() {
        return new Fields(List.copyOf(fields), false);
    }

    List<HttpField> all() {
        return List.copyOf(fields);
    }

    List<byte[]> get(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(field -> field.value().getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    void append(String name, byte[] value) throws RefusedException {
        checkMutable();
        HttpField field = field(name, value);
        checkRoom(name.length() + value.length + OVERHEAD);
        fields.add(field);
    }

    void set(String name, List<byte[]> values) throws RefusedException {
        checkMutable();
        checkName(name);
        List<HttpField> added = new ArrayList<>();
        int bytes = 0;
        for (byte[] value : values) {
            added.add(field(name, value));
            bytes += name.length() + value.length + OVERHEAD;
            if (bytes > MOST_BYTES) {
                throw new RefusedException(Refusal.FORBIDDEN);
            }
        }
        List<HttpField> before = List.copyOf(fields);
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        try {
            checkRoom(bytes);
        } catch (RefusedException e) {
            fields.clear();
            fields.addAll(before);
            throw e;
        }
        fields.addAll(added);
    }

    void delete(String name) throws RefusedException {
        checkMutable();
        checkName(name);
        fields.removeIf(field -> field.name().equalsIgnoreCase(name));
    }

    /** WASI has no code for too large. */
    private void checkRoom(int more) throws RefusedException {
        int bytes = more;
        for (HttpField field : fields) {
            bytes += field.name().length() + field.value().length() + OVERHEAD;
        }
        if (bytes > MOST_BYTES) {
            throw new RefusedException(Refusal.FORBIDDEN);
        }
    }

    private void checkMutable() throws RefusedException {
        if (!mutable) {
            throw new RefusedException(Refusal.IMMUTABLE);
        }
    }

    private static void checkName(String name) throws RefusedException {
        if (!HttpField.isToken(name)) {
            throw new RefusedException(Refusal.INVALID_SYNTAX);
        }
        if (HttpExchange.isReserved(name) && !name.equalsIgnoreCase("content-length")) {
            throw new RefusedException(Refusal.FORBIDDEN);
        }
    }

    private static HttpField field(String name, byte[] value) throws RefusedException {
        checkName(name);
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (!HttpField.isValue(text)) {
            throw new RefusedException(Refusal.INVALID_SYNTAX);
        }
        return new HttpField(name, text);
    }
}
