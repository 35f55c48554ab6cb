package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.ComponentBytes.component;
import static io.fuscia.wit.hostile.ComponentBytes.coreModule;
import static io.fuscia.wit.hostile.ComponentBytes.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.binary.CoreModuleDecoder;
import io.fuscia.wit.model.ByteRange;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes that are not a component, however much they look like one. */
class HostileDecodingTest {
    private static final long ALL = 0xffff_ffffL;

    @Test
    void refusesNothingAtAll() {
        assertMalformed(empty(), "not WebAssembly");
    }

    @Test
    void refusesOtherFiles() {
        assertMalformed(empty().raw('P', 'K', 3, 4, 0, 0, 0, 0), "not WebAssembly");
    }

    @Test
    void saysThatACoreModuleIsNoComponent() {
        assertMalformed(coreModule(), "a core module was given where a component is expected");
    }

    @Test
    void saysWhereTheBytesAreWrong() {
        assertThatThrownBy(
                        () -> ComponentDecoder.decode(component().raw(0x3c, 0).bytes()))
                .isInstanceOfSatisfying(MalformedComponentException.class, e -> assertThat(e.offset())
                        .isEqualTo(8));
    }

    @Test
    void refusesLebThatNeverEnds() {
        assertMalformed(component().raw(7, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0), "integer representation too long");
    }

    @Test
    void refusesLebWithBitsPastThirtyTwo() {
        assertMalformed(component().raw(7, 0x81, 0x80, 0x80, 0x80, 0x10, 0), "integer too large");
    }

    @Test
    void refusesLebCutOffByTheEnd() {
        assertMalformed(component().raw(7, 0x80), "unexpected end-of-file");
    }

    @Test
    void refusesTypeIndexPastThirtyThreeBits() {
        assertMalformed(component().one(7, empty().raw(0x70, 0x80, 0x80, 0x80, 0x80, 0x20)), "integer too large");
    }

    @Test
    void refusesNegativeTypeIndex() {
        assertMalformed(component().one(7, empty().raw(0x70, 0x40)), "invalid value type");
    }

    @Test
    void refusesSectionLongerThanTheFile() {
        assertMalformed(component().raw(7).number(ALL).raw(0), "unexpected end-of-file");
    }

    @Test
    void refusesSectionWithBytesLeftOver() {
        assertMalformed(component().section(7, empty().raw(1, 0x73, 0x73)), "unexpected content");
    }

    @Test
    void refusesFourBillionTypes() {
        assertMalformed(component().section(7, empty().number(ALL).raw(0x73)), "exceed the limit");
    }

    @Test
    void refusesMoreFieldsThanBytes() {
        assertMalformed(component().one(7, empty().raw(0x72).number(99_999)), "unexpected end-of-file");
    }

    @Test
    void refusesNameOfFourGigabytes() {
        assertMalformed(component().section(0, empty().number(ALL)), "unexpected end-of-file");
    }

    @Test
    void refusesNameAboveTheLimit() {
        assertMalformed(component().section(0, empty().name("x".repeat(100_001))), "exceeds the limit");
    }

    @Test
    void refusesSurrogateInUtf8() {
        assertMalformed(component().section(0, empty().raw(3, 0xed, 0xa0, 0x80)), "malformed UTF-8");
    }

    @Test
    void refusesOverlongUtf8() {
        assertMalformed(component().section(0, empty().raw(2, 0xc0, 0x80)), "malformed UTF-8");
    }

    @Test
    void refusesCodePointPastTheLast() {
        assertMalformed(component().section(0, empty().raw(4, 0xf4, 0x90, 0x80, 0x80)), "malformed UTF-8");
    }

    @Test
    void refusesMoreThanTenCanonicalOptions() {
        ComponentBytes lower = empty().raw(1, 0, 0).number(11).raw(new int[11]);
        assertMalformed(component().one(8, lower), "canonical options exceed the limit");
    }

    @Test
    void refusesAMillionAndOneDefinitions() {
        ComponentBytes types = empty().number(600_000).raw(filled(600_000, 0x73));
        assertMalformed(component().section(7, types).section(7, types), "definitions");
    }

    @Test
    void refusesComponentsNestedTooDeep() {
        ComponentBytes nested = component();
        for (int i = 0; i < 101; i++) {
            nested = component().section(4, nested);
        }
        assertMalformed(nested, "nested more than");
    }

    @Test
    void refusesTypesNestedTooDeep() {
        ComponentBytes type = empty().raw(0x41, 0);
        for (int i = 0; i < 101; i++) {
            type = empty().raw(0x41, 1, 1).raw(type.bytes());
        }
        assertMalformed(component().one(7, type), "nested more than");
    }

    @Test
    void refusesNestedComponentReachingOutOfItsSection() {
        ComponentBytes inner = component().raw(7).number(100);
        assertMalformed(component().section(4, inner).raw(new int[200]), "unexpected end-of-file");
    }

    @Test
    void refusesComponentInPlaceOfACoreModule() {
        assertMalformed(component().section(1, component()), "expected a version header for a module");
    }

    @Test
    void refusesCoreModuleInPlaceOfAComponent() {
        assertMalformed(component().section(4, coreModule()), "expected a version header for a component");
    }

    @Test
    void refusesFourBillionCoreFunctions() {
        assertCoreMalformed(coreModule().section(3, empty().number(ALL)), "exceed the limit");
    }

    @Test
    void refusesCoreSectionsOutOfOrder() {
        assertCoreMalformed(
                coreModule().section(3, empty().number(0)).section(1, empty().number(0)), "section out of order");
    }

    @Test
    void refusesUnknownLimitsFlags() {
        assertCoreMalformed(coreModule().one(5, empty().raw(0x10, 0)), "malformed limits flags");
    }

    @Test
    void refusesConstantExpressionThatNeverEnds() {
        assertCoreMalformed(coreModule().one(6, empty().raw(0x7f, 0, 0x41, 0)), "unexpected end-of-file");
    }

    @Test
    void refusesOtherCodeInAConstantExpression() {
        assertCoreMalformed(coreModule().one(6, empty().raw(0x7f, 0, 0x10, 0, 0x0b)), "illegal opcode 0x10");
    }

    @Test
    void refusesDataSegmentOfTwoGigabytes() {
        assertCoreMalformed(coreModule().one(11, empty().raw(1).number(0x7fff_ffffL)), "unexpected end-of-file");
    }

    @Test
    void refusesTwoBillionElements() {
        assertCoreMalformed(coreModule().one(9, empty().raw(1, 0).number(0x7fff_ffffL)), "exceed the limit");
    }

    @Test
    void refusesFunctionBodyLongerThanTheModule() {
        assertCoreMalformed(coreModule().one(10, empty().number(ALL)), "unexpected end-of-file");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void assertMalformed(ComponentBytes bytes, String message) {
        assertThatThrownBy(() -> ComponentDecoder.decode(bytes.bytes()))
                .isInstanceOf(MalformedComponentException.class)
                .hasMessageContaining(message);
    }

    private static void assertCoreMalformed(ComponentBytes bytes, String message) {
        byte[] module = bytes.bytes();
        assertThatThrownBy(() -> CoreModuleDecoder.decode(new ByteRange(module, 0, module.length)))
                .isInstanceOf(MalformedComponentException.class)
                .hasMessageContaining(message);
    }
}
