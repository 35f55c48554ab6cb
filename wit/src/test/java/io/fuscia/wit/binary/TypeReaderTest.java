package io.fuscia.wit.binary;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeReaderTest {
    private static final String PREAMBLE = "0061736d0d000100";

    /** With and without a callback; the reference tests have none. */
    @ParameterizedTest
    @ValueSource(strings = {"0705013e7f0000", "0706013e7f000100"})
    void namesTheAsynchronousDestructorThatItRefuses(String section) {
        byte[] component = HexFormat.of().parseHex(PREAMBLE + section);

        assertThatThrownBy(() -> ComponentDecoder.decode(component))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining("unsupported feature: async (destructor of a resource)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0702013e", "0704013e7f00", "0705013e7f0007"})
    void refusesAnAsynchronousDestructorThatIsCutOffOrUnreadable(String section) {
        byte[] component = HexFormat.of().parseHex(PREAMBLE + section);

        assertThatThrownBy(() -> ComponentDecoder.decode(component)).isInstanceOf(MalformedComponentException.class);
    }
}
