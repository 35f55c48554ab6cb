package io.fuscia.wit.wasi.keyvalue;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.keyvalue.Atomics;
import io.fuscia.wit.bindings.wasi.keyvalue.Batch;
import io.fuscia.wit.bindings.wasi.keyvalue.Store;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:keyvalue/store}, {@code atomics} and {@code batch} of the second draft of 0.2.0. */
public final class KeyValueImports {
    private KeyValueImports() {}

    /** What a function does with a bucket; failures become errors with a text. */
    private interface Operation<T> {
        T run() throws IOException;
    }

    /**
     * Adds the interfaces.
     *
     * @param buckets what a call's instance was granted, by identifier
     */
    public static void addTo(HostImports.Builder imports, Function<HostCall, Map<String, Bucket>> buckets) {
        Store.addTo(imports, (call, identifier) -> {
            Bucket bucket = buckets.apply(call).get(identifier);
            return bucket == null ? Result.err(Store.Error.NO_SUCH_STORE) : Result.ok(new Opened(bucket));
        });
        Atomics.addTo(imports, new AtomicOperations());
        Batch.addTo(imports, new BatchOperations());
    }

    private static <T> Result<T, Store.Error> attempt(Operation<T> operation) {
        try {
            return Result.ok(operation.run());
        } catch (IOException e) {
            return Result.err(new Store.Error.Other(String.valueOf(e.getMessage())));
        }
    }

    private static Bucket bucket(Store.Bucket handle) {
        return ((Opened) handle).bucket();
    }

    /** The resource {@code store.bucket}. */
    private record Opened(Bucket bucket) implements Store.Bucket {
        @Override
        public Result<Optional<byte[]>, Store.Error> get(HostCall call, String key) {
            return attempt(() -> bucket.get(key));
        }

        @Override
        public Result<Void, Store.Error> set(HostCall call, String key, byte[] value) {
            return attempt(() -> {
                bucket.set(key, value);
                return null;
            });
        }

        @Override
        public Result<Void, Store.Error> delete(HostCall call, String key) {
            return attempt(() -> {
                bucket.delete(key);
                return null;
            });
        }

        @Override
        public Result<Boolean, Store.Error> exists(HostCall call, String key) {
            return attempt(() -> bucket.get(key).isPresent());
        }

        @Override
        public Result<Store.KeyResponse, Store.Error> listKeys(HostCall call, Optional<String> cursor) {
            return attempt(() -> {
                List<String> keys = bucket.keys(cursor);
                Optional<String> last = keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
                return new Store.KeyResponse(keys, last.filter(this::hasMore));
            });
        }

        private boolean hasMore(String last) {
            try {
                return !bucket.keys(Optional.of(last)).isEmpty();
            } catch (IOException e) {
                // The next call with this cursor says what is wrong.
                return true;
            }
        }
    }

    /** The resource {@code atomics.cas}: a key with the value that it had. */
    private record Comparison(Bucket bucket, String key, Optional<byte[]> before) implements Atomics.Cas {
        static Comparison of(Bucket bucket, String key) throws IOException {
            return new Comparison(bucket, key, bucket.get(key));
        }

        @Override
        public Result<Optional<byte[]>, Store.Error> current(HostCall call) {
            return Result.ok(before);
        }
    }

    private static final class AtomicOperations implements Atomics {
        @Override
        public Result<Atomics.Cas, Store.Error> casNew(HostCall call, Store.Bucket bucket, String key) {
            return attempt(() -> Comparison.of(bucket(bucket), key));
        }

        @Override
        public Result<Long, Store.Error> increment(HostCall call, Store.Bucket bucket, String key, long delta) {
            return attempt(() -> bucket(bucket).increment(key, delta));
        }

        @Override
        public Result<Void, CasError> swap(HostCall call, Atomics.Cas cas, byte[] value) {
            Comparison before = (Comparison) cas;
            try {
                return before.bucket().replace(before.key(), before.before(), value)
                        ? Result.ok()
                        : Result.err(new CasError.CasFailed(Comparison.of(before.bucket(), before.key())));
            } catch (IOException e) {
                return Result.err(new CasError.StoreError(new Store.Error.Other(String.valueOf(e.getMessage()))));
            }
        }
    }

    private static final class BatchOperations implements Batch {
        @Override
        public Result<List<Optional<Tuple.Of2<String, byte[]>>>, Store.Error> getMany(
                HostCall call, Store.Bucket bucket, List<String> keys) {
            return attempt(() -> {
                List<Optional<Tuple.Of2<String, byte[]>>> found = new ArrayList<>();
                for (String key : keys) {
                    found.add(bucket(bucket).get(key).map(value -> new Tuple.Of2<>(key, value)));
                }
                return found;
            });
        }

        @Override
        public Result<Void, Store.Error> setMany(
                HostCall call, Store.Bucket bucket, List<Tuple.Of2<String, byte[]>> keyValues) {
            return attempt(() -> {
                for (Tuple.Of2<String, byte[]> pair : keyValues) {
                    bucket(bucket).set(pair.first(), pair.second());
                }
                return null;
            });
        }

        @Override
        public Result<Void, Store.Error> deleteMany(HostCall call, Store.Bucket bucket, List<String> keys) {
            return attempt(() -> {
                for (String key : keys) {
                    bucket(bucket).delete(key);
                }
                return null;
            });
        }
    }
}
