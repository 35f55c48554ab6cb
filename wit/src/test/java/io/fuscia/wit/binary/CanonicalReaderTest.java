package io.fuscia.wit.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.model.Definition;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Canonical functions that the reference tests in the build have not (Binary.md#canonical-definitions). */
class CanonicalReaderTest {
    private static final String PREAMBLE = "0061736d0d000100";

    private static byte[] component(String section) {
        return HexFormat.of().parseHex(PREAMBLE + section);
    }

    @ParameterizedTest
    @CsvSource({"0803012e00, stream.forward", "0803012f00, future.forward"})
    void namesTheForwardingOfStreamsAndFutures(String section, String name) {
        assertThat(ComponentDecoder.decode(component(section)).definitions())
                .singleElement()
                .isInstanceOfSatisfying(Definition.AsyncBuiltin.class, builtin -> assertThat(builtin.name())
                        .isEqualTo(name));
    }

    /** With the flag in front that the format has now, and without. */
    @ParameterizedTest
    @CsvSource({
        "080401400000, thread.spawn-ref",
        "0803014000, thread.spawn-ref",
        "08050141010000, thread.spawn-indirect",
        "080401410000, thread.spawn-indirect",
        "0803014201, thread.available-parallelism",
        "08020142, thread.available-parallelism"
    })
    void refusesSharedThreadsByNameWhateverFollows(String section, String name) {
        assertThatThrownBy(() -> ComponentDecoder.decode(component(section)))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining("unsupported feature: threads (canonical function `" + name + "`)");
    }
}
