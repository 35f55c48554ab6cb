package io.fuscia.wit.wasi.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryBucketTest {
    private final MemoryBucket bucket = new MemoryBucket(10);

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void replacesOnlyWhatTheCallerSaw() throws IOException {
        assertThat(bucket.replace("a", Optional.of(bytes("1")), bytes("2"))).isFalse();
        assertThat(bucket.replace("a", Optional.empty(), bytes("1"))).isTrue();
        assertThat(bucket.replace("a", Optional.empty(), bytes("2"))).isFalse();
        assertThat(bucket.replace("a", Optional.of(bytes("1")), bytes("2"))).isTrue();
        assertThat(bucket.get("a"))
                .hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("2")));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        bucket.set("a", new byte[9]);
        assertThatThrownBy(() -> bucket.replace("a", Optional.of(new byte[9]), new byte[10]))
                .isInstanceOf(IOException.class)
                .hasMessage("the bucket is full");
        assertThat(bucket.get("a"))
                .hasValueSatisfying(value -> assertThat(value).hasSize(9));
        bucket.delete("a");
        bucket.set("b", new byte[9]);
    }
}
