package io.fuscia.wit.abi;

import java.util.function.Function;

/**
 * A {@code result} with typed cases, as bindings have it. Immutable if its payload is.
 *
 * @param <T> the success payload; {@link Void} if there is none, and then the payload is null
 * @param <E> the error payload; {@link Void} if there is none, and then the payload is null
 */
public sealed interface Result<T, E> {
    /** The success case. */
    record Ok<T, E>(T value) implements Result<T, E> {
        private static final Ok<?, ?> EMPTY = new Ok<>(null);

        @Override
        public Object payload() {
            return value;
        }
    }

    /** The error case. */
    record Err<T, E>(E error) implements Result<T, E> {
        private static final Err<?, ?> EMPTY = new Err<>(null);

        @Override
        public Object payload() {
            return error;
        }
    }

    /** Returns the success case with this payload. */
    static <T, E> Result<T, E> ok(T value) {
        return new Ok<>(value);
    }

    /** Returns the success case without payload; always the same object. */
    @SuppressWarnings("unchecked") // It holds nothing of either type.
    static <T, E> Result<T, E> ok() {
        return (Result<T, E>) Ok.EMPTY;
    }

    /** Returns the error case with this payload. */
    static <T, E> Result<T, E> err(E error) {
        return new Err<>(error);
    }

    /** Returns the error case without payload; always the same object. */
    @SuppressWarnings("unchecked") // It holds nothing of either type.
    static <T, E> Result<T, E> err() {
        return (Result<T, E>) Err.EMPTY;
    }

    /** Returns the payload of either case, or null. */
    Object payload();

    /** Returns the same with another success payload, made by the function out of this one. */
    default <U> Result<U, E> map(Function<? super T, ? extends U> change) {
        if (this instanceof Ok<T, E> ok) {
            return ok(change.apply(ok.value()));
        }
        return err(((Err<T, E>) this).error());
    }

    /** Returns whether this is the success case. */
    default boolean isOk() {
        return this instanceof Ok;
    }
}
