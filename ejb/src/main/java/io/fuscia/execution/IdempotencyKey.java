package io.fuscia.execution;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of {@link IdempotencyRecord}, in the form JPA asks for. */
class IdempotencyKey implements Serializable {
    private static final long serialVersionUID = 1L;

    String scope;
    String key;

    IdempotencyKey() {}

    IdempotencyKey(String scope, String key) {
        this.scope = scope;
        this.key = key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdempotencyKey that
                && Objects.equals(scope, that.scope)
                && Objects.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, key);
    }
}
