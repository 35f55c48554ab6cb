package io.fuscia.host;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Transactions;
import java.util.Optional;

/** The pairs of one trigger: rows, so that they outlive its events and the server. */
final class StoredKeyValues implements KeyValues {
    private static final int LONGEST_KEY = 512;

    private final Transactions transactions;
    private final String scope;
    private final long limit;

    /**
     * @param scope the trigger: workflow and node
     * @param limit UTF-8 bytes of all keys and values
     */
    StoredKeyValues(Transactions transactions, String scope, long limit) {
        this.transactions = transactions;
        this.scope = scope;
        this.limit = limit;
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(
                        transactions.run(rows -> rows.find(TriggerValue.class, new TriggerValue.Identity(scope, key))))
                .map(TriggerValue::value);
    }

    @Override
    public void set(String key, String value) {
        if (key.length() > LONGEST_KEY) {
            throw new FusciaException(
                    ErrorCode.INVALID_INPUT, "a key of a trigger may have " + LONGEST_KEY + " characters");
        }
        boolean fits = transactions.run(rows -> {
            long bytes = rows
                    .createQuery("select v from TriggerValue v where v.scope = :scope", TriggerValue.class)
                    .setParameter("scope", scope)
                    .getResultList()
                    .stream()
                    .filter(pair -> !pair.key().equals(key))
                    .mapToLong(pair -> ExecutionPairs.weight(pair.key(), pair.value()))
                    .sum();
            if (bytes + ExecutionPairs.weight(key, value) > limit) {
                return false;
            }
            TriggerValue before = rows.find(TriggerValue.class, new TriggerValue.Identity(scope, key));
            if (before == null) {
                rows.persist(new TriggerValue(scope, key, value));
            } else {
                before.change(value);
            }
            return true;
        });
        if (!fits) {
            throw new HostLimit(
                    HostLimit.Which.KV_BYTES, "the key-value pairs of a trigger may have " + limit + " bytes");
        }
    }

    @Override
    public void delete(String key) {
        transactions.run(rows -> {
            TriggerValue before = rows.find(TriggerValue.class, new TriggerValue.Identity(scope, key));
            if (before != null) {
                rows.remove(before);
            }
            return null;
        });
    }
}
