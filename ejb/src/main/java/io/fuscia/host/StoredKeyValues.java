package io.fuscia.host;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Transactions;
import jakarta.json.JsonException;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Optional;

/** The pairs of one trigger: rows, so that they outlive its events and the server. */
final class StoredKeyValues implements KeyValues {
    private static final int LONGEST_KEY = 512;
    private static final JsonProvider JSON = JsonProvider.provider();
    /** Begins a stored text that is a JSON string. */
    private static final char QUOTED = '\u0001';

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
        return Optional.ofNullable(transactions.run(rows -> rows.find(TriggerValue.class, identity(key))))
                .map(pair -> read(pair.value()));
    }

    private TriggerValue.Identity identity(String key) {
        return new TriggerValue.Identity(scope, stored(key));
    }

    @Override
    public void set(String key, String value) {
        if (stored(key).length() > LONGEST_KEY) {
            throw new FusciaException(
                    ErrorCode.INVALID_INPUT, "a key of a trigger may have " + LONGEST_KEY + " characters");
        }
        boolean fits = transactions.run(rows -> {
            long bytes = rows
                    .createQuery("select v from TriggerValue v where v.scope = :scope", TriggerValue.class)
                    .setParameter("scope", scope)
                    .getResultList()
                    .stream()
                    .filter(pair -> !read(pair.key()).equals(key))
                    .mapToLong(pair -> ExecutionPairs.weight(read(pair.key()), read(pair.value())))
                    .sum();
            if (bytes + ExecutionPairs.weight(key, value) > limit) {
                return false;
            }
            TriggerValue before = rows.find(TriggerValue.class, identity(key));
            if (before == null) {
                rows.persist(new TriggerValue(scope, stored(key), stored(value)));
            } else {
                before.change(stored(value));
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
            TriggerValue before = rows.find(TriggerValue.class, identity(key));
            if (before != null) {
                rows.remove(before);
            }
            return null;
        });
    }

    /** NUL is the one character that PostgreSQL's text cannot hold: a text with it is stored as a JSON string. */
    private static String stored(String text) {
        boolean plain = text.indexOf('\0') < 0 && (text.isEmpty() || text.charAt(0) != QUOTED);
        return plain ? text : QUOTED + JSON.createValue(text).toString();
    }

    private static String read(String stored) {
        if (stored.isEmpty() || stored.charAt(0) != QUOTED) {
            return stored;
        }
        try (var reader = JSON.createReader(new StringReader(stored.substring(1)))) {
            return reader.readValue() instanceof JsonString text ? text.getString() : stored;
        } catch (JsonException e) {
            // From before texts were stored like this.
            return stored;
        }
    }
}
