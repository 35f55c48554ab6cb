package io.fuscia.wit.hostile;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostFunction;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** The host of {@link FuzzComponent}: one function and one resource type. */
final class FuzzHost {
    /** What handles of the resource stand for. */
    record Item(int value) {}

    /** What the function does; set before each call. */
    static final AtomicReference<HostFunction> FUNCTION = new AtomicReference<>();

    static final HostImports IMPORTS = HostImports.builder()
            .instance("fuzz:host/api")
            .resource("r", HostResource.of("r", Item.class))
            .end()
            .function("host", (call, args) -> FUNCTION.get().call(call, args))
            .build();

    private FuzzHost() {}

    /** Writes a value so that equal values look the same, whatever Java classes carry them. */
    static String show(Object value) {
        if (value instanceof Object[] parts) {
            return show(Arrays.asList(parts));
        } else if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof List<?> list) {
            return list.stream().map(FuzzHost::show).toList().toString();
        } else if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(show(key), show(each)));
            return sorted.toString();
        } else if (value instanceof Optional<?> optional) {
            return optional.map(each -> "some " + show(each)).orElse("none");
        } else if (value instanceof VariantValue variant) {
            return "case " + variant.discriminant() + " " + show(variant.payload());
        } else if (value instanceof ResultValue result) {
            return (result instanceof ResultValue.Ok ? "ok " : "err ") + show(result.payload());
        }
        return String.valueOf(value);
    }
}
