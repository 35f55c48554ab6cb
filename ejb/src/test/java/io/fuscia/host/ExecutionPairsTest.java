package io.fuscia.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ExecutionPairsTest {
    private static final long LIMIT = 40;

    private final AtomicReference<String> row = new AtomicReference<>();

    private ExecutionPairs pairs() {
        return new ExecutionPairs(() -> Optional.ofNullable(row.get()), LIMIT);
    }

    private void store(ExecutionPairs pairs) {
        pairs.storing(text -> {
            text.ifPresent(row::set);
            return text;
        });
    }

    @Test
    void givesNothingToStoreWhenNothingChanged() {
        ExecutionPairs pairs = pairs();
        pairs.delete("a");
        assertThat(pairs.<Optional<String>>storing(text -> text)).isEmpty();
        pairs.set("a", "1");
        assertThat(pairs.<Optional<String>>storing(text -> text)).contains("{\"a\":\"1\"}");
        assertThat(pairs.<Optional<String>>storing(text -> text)).isEmpty();
    }

    @Test
    void givesAChangeAgainThatCouldNotBeStored() {
        ExecutionPairs pairs = pairs();
        pairs.set("a", "1");
        assertThatThrownBy(() -> pairs.storing(text -> {
                    throw new IllegalStateException("no database");
                }))
                .hasMessage("no database");
        store(pairs);
        assertThat(pairs().get("a")).contains("1");
    }

    @Test
    void countsWhatWasStoredBefore() {
        ExecutionPairs before = pairs();
        before.set("a", "x".repeat((int) LIMIT - 1));
        store(before);

        ExecutionPairs after = pairs();
        assertThatThrownBy(() -> after.set("b", "")).isInstanceOf(HostLimit.class);
        after.delete("a");
        after.set("b", "");
        assertThat(after.get("b")).contains("");
    }

    /** Against a map, with the pairs stored, or lost since they were stored, at any time. */
    @Test
    void isWhatWasStoredLast() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> now = new HashMap<>();
        Map<String, String> stored = new HashMap<>();
        ExecutionPairs pairs = pairs();
        for (int step = 0; step < 2_000; step++) {
            String key = String.valueOf(random.nextInt(4));
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    pairs.set(key, "\"" + step);
                    now.put(key, "\"" + step);
                }
                case 2 -> {
                    pairs.delete(key);
                    now.remove(key);
                }
                case 3 -> {
                    store(pairs);
                    stored = new HashMap<>(now);
                }
                default -> {
                    pairs = pairs();
                    now = new HashMap<>(stored);
                }
            }
            assertThat(pairs.get(key)).as("seed " + seed).isEqualTo(Optional.ofNullable(now.get(key)));
        }
    }
}
