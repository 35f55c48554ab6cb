package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.HeaderError;
import io.fuscia.wit.runtime.HostCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The resource {@code wasi:http/types.fields}: headers of at most 128 KiB. For the guest's thread. */
final class Fields implements Types.Fields {
    private static final int MOST_BYTES = 128 * 1024;

    /** What a field costs besides its text, as in RFC 9113 section 6.5.2. */
    private static final int OVERHEAD = 32;

    /** A change that is refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HeaderError refusal;

        RefusedException(HeaderError refusal) {
            super(refusal.toString(), null, false, false);
            this.refusal = refusal;
        }

        HeaderError refusal() {
            return refusal;
        }
    }

    /** Something that is done to fields. */
    private interface Change {
        void run() throws RefusedException;
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

    /** {@code fields.from-list} */
    static Result<Types.Fields, HeaderError> of(List<Tuple.Of2<String, byte[]>> entries) {
        Fields made = empty();
        for (Tuple.Of2<String, byte[]> entry : entries) {
            Result<Void, HeaderError> added = change(() -> made.append(entry.first(), entry.second()));
            if (added instanceof Result.Err<Void, HeaderError> refused) {
                return Result.err(refused.error());
            }
        }
        return Result.ok(made);
    }

    private static Result<Void, HeaderError> change(Change change) {
        try {
            change.run();
            return Result.ok();
        } catch (RefusedException e) {
            return Result.err(e.refusal());
        }
    }

    @Override
    public List<byte[]> get(HostCall call, String name) {
        return get(name);
    }

    @Override
    public boolean has(HostCall call, String name) {
        return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    @Override
    public Result<Void, HeaderError> set(HostCall call, String name, List<byte[]> values) {
        return change(() -> set(name, values));
    }

    @Override
    public Result<Void, HeaderError> delete(HostCall call, String name) {
        return change(() -> delete(name));
    }

    @Override
    public Result<Void, HeaderError> append(HostCall call, String name, byte[] value) {
        return change(() -> append(name, value));
    }

    @Override
    public List<Tuple.Of2<String, byte[]>> entries(HostCall call) {
        return fields.stream()
                .map(field -> new Tuple.Of2<>(field.name(), field.value().getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
    }

    @Override
    public Types.Fields clone(HostCall call) {
        return new Fields(new ArrayList<>(fields), true);
    }

    /** Returns these fields as they are now, for good. */
    Fields frozen() {
        return new Fields(List.copyOf(fields), false);
    }

    /** All but the content length, which is the exchange's to say. */
    List<HttpField> withoutLength() {
        return fields.stream()
                .filter(field -> !field.name().equalsIgnoreCase("content-length"))
                .toList();
    }

    List<byte[]> get(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(field -> field.value().getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private void append(String name, byte[] value) throws RefusedException {
        checkMutable();
        HttpField field = field(name, value);
        checkRoom(name.length() + value.length + OVERHEAD);
        fields.add(field);
    }

    private void set(String name, List<byte[]> values) throws RefusedException {
        checkMutable();
        checkName(name);
        List<HttpField> added = new ArrayList<>();
        int bytes = 0;
        for (byte[] value : values) {
            added.add(field(name, value));
            bytes += name.length() + value.length + OVERHEAD;
            if (bytes > MOST_BYTES) {
                throw new RefusedException(HeaderError.FORBIDDEN);
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

    private void delete(String name) throws RefusedException {
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
            throw new RefusedException(HeaderError.FORBIDDEN);
        }
    }

    private void checkMutable() throws RefusedException {
        if (!mutable) {
            throw new RefusedException(HeaderError.IMMUTABLE);
        }
    }

    private static void checkName(String name) throws RefusedException {
        if (!HttpField.isToken(name)) {
            throw new RefusedException(HeaderError.INVALID_SYNTAX);
        }
        if (HttpExchange.isReserved(name) && !name.equalsIgnoreCase("content-length")) {
            throw new RefusedException(HeaderError.FORBIDDEN);
        }
    }

    private static HttpField field(String name, byte[] value) throws RefusedException {
        checkName(name);
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (!HttpField.isValue(text)) {
            throw new RefusedException(HeaderError.INVALID_SYNTAX);
        }
        return new HttpField(name, text);
    }
}
