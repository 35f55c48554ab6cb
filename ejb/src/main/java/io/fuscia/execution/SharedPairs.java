package io.fuscia.execution;

import io.fuscia.host.KeyValueScopes;
import java.util.Optional;
import java.util.function.Function;

/**
 * The key-value pairs that the components of an execution share. What they changed is stored in the transaction that
 * stores the next result of the execution, so a node that is done and what it set are durable together. Thread-safe.
 */
interface SharedPairs {
    /**
     * Calls the function with all pairs as JSON text if any changed since they were stored, else with nothing, and takes
     * the change for stored when it returns. One call at a time for an execution that has changes.
     */
    <T> T storing(ExecutionId id, Function<Optional<String>, T> store);

    /** The execution runs here no more: the pairs are read again when it comes back. */
    void left(ExecutionId id);

    /** Those that the component host keeps. */
    static SharedPairs of(KeyValueScopes scopes) {
        return new SharedPairs() {
            @Override
            public <T> T storing(ExecutionId id, Function<Optional<String>, T> store) {
                return scopes.storing(id.value(), store);
            }

            @Override
            public void left(ExecutionId id) {
                scopes.release(id.value());
            }
        };
    }

    /** For components that keep nothing. */
    SharedPairs NONE = new SharedPairs() {
        @Override
        public <T> T storing(ExecutionId id, Function<Optional<String>, T> store) {
            return store.apply(Optional.empty());
        }

        @Override
        public void left(ExecutionId id) {
            // There is nothing to forget.
        }
    };
}
