package io.fuscia.wit.wasi.keyvalue;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:keyvalue/store}, {@code atomics} (increment) and {@code batch} of the second draft of 0.2.0. */
public final class KeyValueImports {
    private static final String VERSION = "0.2.0-draft2";
    private static final HostResource<Bucket> BUCKET = HostResource.of("bucket", Bucket.class);

    /** {@code store.error.no-such-store} */
    private static final ResultValue NO_SUCH_STORE = ResultValue.err(new VariantValue(0, null));

    private KeyValueImports() {}

    /** What a function does with a bucket; failures become errors with a text. */
    private interface Operation {
        Object apply(Bucket bucket, Object[] args) throws IOException;
    }

    /**
     * Adds the interfaces.
     *
     * @param buckets what a call's instance was granted, by identifier
     */
    public static void addTo(HostImports.Builder imports, Function<HostCall, Map<String, Bucket>> buckets) {
        HostImports.InstanceBuilder store = imports.instance("wasi:keyvalue/store@" + VERSION)
                .resource("bucket", BUCKET)
                .function("open", (call, args) -> {
                    Bucket bucket = buckets.apply(call).get((String) args[0]);
                    return bucket == null ? NO_SUCH_STORE : ResultValue.ok(bucket);
                });
        add(store, "[method]bucket.get", (bucket, args) -> bucket.get((String) args[1]));
        add(store, "[method]bucket.exists", (bucket, args) -> bucket.get((String) args[1])
                .isPresent());
        add(store, "[method]bucket.set", (bucket, args) -> {
            bucket.set((String) args[1], (byte[]) args[2]);
            return null;
        });
        add(store, "[method]bucket.delete", (bucket, args) -> {
            bucket.delete((String) args[1]);
            return null;
        });
        add(store, "[method]bucket.list-keys", (bucket, args) -> {
            Optional<String> after = ((Optional<?>) args[1]).map(String.class::cast);
            List<String> keys = bucket.keys(after);
            Optional<String> cursor = keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
            return new Object[] {keys, cursor.filter(last -> hasMore(bucket, last))};
        });
        add(
                imports.instance("wasi:keyvalue/atomics@" + VERSION).resource("bucket", BUCKET),
                "increment",
                (bucket, args) -> bucket.increment((String) args[1], (Long) args[2]));
        addBatch(imports.instance("wasi:keyvalue/batch@" + VERSION).resource("bucket", BUCKET));
    }

    private static boolean hasMore(Bucket bucket, String last) {
        try {
            return !bucket.keys(Optional.of(last)).isEmpty();
        } catch (IOException e) {
            // The next call with this cursor says what is wrong.
            return true;
        }
    }

    private static void addBatch(HostImports.InstanceBuilder batch) {
        add(batch, "get-many", (bucket, args) -> {
            List<Object> found = new ArrayList<>();
            for (Object key : (List<?>) args[1]) {
                found.add(bucket.get((String) key).map(value -> new Object[] {key, value}));
            }
            return found;
        });
        add(batch, "set-many", (bucket, args) -> {
            for (Object entry : (List<?>) args[1]) {
                Object[] pair = (Object[]) entry;
                bucket.set((String) pair[0], (byte[]) pair[1]);
            }
            return null;
        });
        add(batch, "delete-many", (bucket, args) -> {
            for (Object key : (List<?>) args[1]) {
                bucket.delete((String) key);
            }
            return null;
        });
    }

    private static void add(HostImports.InstanceBuilder instance, String name, Operation operation) {
        instance.function(name, (call, args) -> {
            try {
                return ResultValue.ok(operation.apply((Bucket) args[0], args));
            } catch (IOException e) {
                return ResultValue.err(new VariantValue(2, String.valueOf(e.getMessage())));
            }
        });
    }
}
