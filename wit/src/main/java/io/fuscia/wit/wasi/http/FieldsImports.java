package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostImports;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The functions of {@code fields}. */
final class FieldsImports {
    private FieldsImports() {}

    /** What a function does to fields; what is refused becomes a header error. */
    private interface Change {
        Object apply() throws Fields.RefusedException;
    }

    static void addTo(HostImports.InstanceBuilder types) {
        types.function("[constructor]fields", (call, args) -> Fields.empty())
                .function(
                        "[static]fields.from-list",
                        (call, args) -> attempt(() -> {
                            Fields fields = Fields.empty();
                            for (Object entry : (List<?>) args[0]) {
                                Object[] pair = (Object[]) entry;
                                fields.append((String) pair[0], (byte[]) pair[1]);
                            }
                            return fields;
                        }))
                .function("[method]fields.get", (call, args) -> fields(args).get((String) args[1]))
                .function("[method]fields.has", (call, args) -> fields(args).has((String) args[1]))
                .function(
                        "[method]fields.set",
                        (call, args) -> attempt(() -> {
                            List<byte[]> values = ((List<?>) args[2])
                                    .stream().map(byte[].class::cast).toList();
                            fields(args).set((String) args[1], values);
                            return null;
                        }))
                .function(
                        "[method]fields.delete",
                        (call, args) -> attempt(() -> {
                            fields(args).delete((String) args[1]);
                            return null;
                        }))
                .function(
                        "[method]fields.append",
                        (call, args) -> attempt(() -> {
                            fields(args).append((String) args[1], (byte[]) args[2]);
                            return null;
                        }))
                .function("[method]fields.entries", (call, args) -> fields(args).all().stream()
                        .map(field -> new Object[] {field.name(), field.value().getBytes(StandardCharsets.ISO_8859_1)})
                        .toList())
                .function("[method]fields.clone", (call, args) -> fields(args).copy());
    }

    private static Fields fields(Object[] args) {
        return (Fields) args[0];
    }

    private static ResultValue attempt(Change change) {
        try {
            return ResultValue.ok(change.apply());
        } catch (Fields.RefusedException e) {
            return ResultValue.err(new VariantValue(e.refusal().number(), null));
        }
    }
}
