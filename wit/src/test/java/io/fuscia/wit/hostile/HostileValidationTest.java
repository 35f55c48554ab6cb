package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.ComponentBytes.component;
import static io.fuscia.wit.hostile.ComponentBytes.coreModule;
import static io.fuscia.wit.hostile.ComponentBytes.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.validation.ComponentValidator;
import io.fuscia.wit.validation.ValidatedComponent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Components in the right form whose meaning is an attack. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileValidationTest {
    private static final int[] STRING = {0x73};
    private static final int[] EMPTY_FUNCTION = {0x40, 0, 1, 0};

    @Test
    void refusesTypeThatContainsItself() {
        assertInvalid(component().one(7, empty().raw(0x70, 0)), "type index out of bounds");
    }

    @Test
    void refusesAliasOfItself() {
        assertInvalid(component().one(6, empty().raw(3, 2, 0, 0)), "type index out of bounds");
    }

    @Test
    void refusesAliasOutOfTheOutermostComponent() {
        assertInvalid(component().one(6, empty().raw(3, 2).number(0xffff_ffffL).raw(0)), "invalid outer alias count");
    }

    @Test
    void refusesIndexPastJavaIntegers() {
        assertInvalid(component().one(7, empty().raw(0x69).number(0xffff_ffffL)), "type index out of bounds");
    }

    @Test
    void refusesInstanceThatExportsItself() {
        assertInvalid(component().one(5, empty().raw(1, 1).extern("self").raw(5, 0)), "instance index out of bounds");
    }

    @Test
    void refusesDeepValueType() {
        ComponentBytes types = empty().number(300).raw(STRING);
        for (int i = 0; i < 299; i++) {
            types.raw(0x70).type(i);
        }
        assertInvalid(component().section(7, types), "type nesting exceeds");
    }

    @Test
    void refusesTypeThatDoublesWithEveryDefinition() {
        ComponentBytes types = empty().number(60).raw(STRING);
        for (int i = 0; i < 59; i++) {
            types.raw(0x6f, 2).type(i).type(i);
        }
        assertInvalid(component().section(7, types), "effective type size exceeds");
    }

    @Test
    void refusesInstanceTypeThatDoublesWithEveryLevel() {
        ComponentBytes bytes = component().one(7, empty().raw(0x42, 0));
        for (int i = 0; i < 60; i++) {
            bytes.one(
                    7,
                    empty().raw(0x42, 3)
                            .raw(2, 3, 2, 1)
                            .number(i)
                            .raw(4)
                            .extern("a")
                            .raw(5, 0)
                            .raw(4)
                            .extern("b")
                            .raw(5, 0));
        }
        assertInvalid(bytes, "effective type size exceeds");
    }

    @Test
    void refusesInstanceThatDoublesWithEveryLevel() {
        ComponentBytes bytes = component().one(5, empty().raw(1, 0));
        for (int i = 0; i < 60; i++) {
            bytes.one(
                    5,
                    empty().raw(1, 2)
                            .extern("a")
                            .raw(5)
                            .number(i)
                            .extern("b")
                            .raw(5)
                            .number(i));
        }
        assertInvalid(bytes, "effective type size exceeds");
    }

    @Test
    void refusesResourcesThatDoubleWithEveryInstantiation() {
        ComponentBytes inner = component().one(7, empty().raw(0x3f, 0x7f, 0));
        for (int i = 0; i < 40; i++) {
            inner = component().section(4, inner).section(5, empty().number(2).raw(0, 0, 0, 0, 0, 0));
        }
        assertInvalid(inner, "too complex to validate");
    }

    @Test
    void refusesManyInstancesOfALargeComponent() {
        ComponentBytes exports = empty().number(50_000);
        for (int i = 0; i < 50_000; i++) {
            exports.extern("e" + i).raw(4, 0, 0);
        }
        ComponentBytes large = component().section(4, component()).section(11, exports);
        ComponentBytes instances = empty().number(100_000);
        for (int i = 0; i < 100_000; i++) {
            instances.raw(0, 0, 0);
        }
        assertInvalid(component().section(4, large).section(5, instances), "too complex to validate");
    }

    @Test
    void refusesManyCoreInstancesOfALargeModule() {
        ComponentBytes exports = empty().number(50_000);
        for (int i = 0; i < 50_000; i++) {
            exports.name("e" + i).raw(3, 0);
        }
        ComponentBytes large =
                coreModule().one(6, empty().raw(0x7f, 0, 0x41, 0, 0x0b)).section(7, exports);
        ComponentBytes instances = empty().number(100_000);
        for (int i = 0; i < 100_000; i++) {
            instances.raw(0, 0, 0);
        }
        assertInvalid(component().section(1, large).section(2, instances), "too complex to validate");
    }

    @Test
    void refusesManyNamesForALargeRecord() {
        ComponentBytes record = empty().raw(0x72).number(50_000);
        for (int i = 0; i < 50_000; i++) {
            record.name("f" + i).raw(STRING);
        }
        ComponentBytes imports = empty().number(50_000);
        for (int i = 0; i < 50_000; i++) {
            imports.extern("t" + i).raw(3, 0, 0);
        }
        assertInvalid(component().one(7, record).section(10, imports), "too complex to validate");
    }

    @Test
    void flattensNestedFixedListsInBoundedTime() {
        ComponentBytes types = empty().number(182).raw(0x6f, 17).raw(new int[] {
            0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d
        });
        for (int i = 0; i < 180; i++) {
            types.raw(0x67).type(i).raw(1);
        }
        types.raw(0x40, 1).name("p").type(180).raw(1, 0);
        ComponentBytes bytes = component()
                .section(7, types)
                .one(10, empty().extern("f").raw(1).number(181))
                .one(8, empty().raw(1, 0, 0, 0));
        assertInvalid(bytes, "canonical option `memory` is required");
    }

    @Test
    void refusesFixedListOfFourBillion() {
        assertInvalid(component().one(7, empty().raw(0x67, 0x73).number(0xffff_ffffL)), "exceeds maximum byte size");
    }

    @Test
    void refusesFixedListOfNothing() {
        assertInvalid(component().one(7, empty().raw(0x67, 0x73, 0)), "at least one element");
    }

    @Test
    void refusesFloatKeysInMaps() {
        assertInvalid(component().one(7, empty().raw(0x63, 0x76, 0x73)), "map key");
    }

    @Test
    void refusesVeryLongLabelWithoutRunningOutOfStack() {
        String name = "a-".repeat(40_000);
        assertInvalid(function().one(10, empty().extern(name).raw(1, 0)), "is not in kebab case");
    }

    @Test
    void refusesVeryLongVersionWithoutRunningOutOfStack() {
        String name = "a:b/c@1.0.0-" + "0.".repeat(40_000);
        assertInvalid(function().one(10, empty().extern(name).raw(1, 0)), "not a valid semver");
    }

    @Test
    void refusesMethodOfAResourceFromElsewhere() {
        ComponentBytes bytes = component()
                .one(10, empty().extern("r").raw(3, 1))
                .one(7, empty().raw(0x68, 0))
                .one(7, empty().raw(0x40, 1).name("self").raw(1, 1, 0))
                .one(10, empty().extern("[method]other.m").raw(1, 2));
        assertInvalid(bytes, "does not match expected resource name");
    }

    @Test
    void refusesResourceNewForAnImportedResource() {
        assertInvalid(
                component().one(10, empty().extern("r").raw(3, 1)).one(8, empty().raw(2, 0)),
                "is not a local resource");
    }

    @Test
    void refusesResourceTypeSmuggledThroughAnOuterAlias() {
        ComponentBytes inner = component().one(6, empty().raw(3, 2, 1, 0));
        assertInvalid(
                component().one(7, empty().raw(0x3f, 0x7f, 0)).section(4, inner), "transitively refers to resources");
    }

    @Test
    void refusesImportOfAnotherSort() {
        ComponentBytes inner = function().one(10, empty().extern("x").raw(1, 0));
        ComponentBytes bytes = component()
                .section(4, inner)
                .section(4, component())
                .one(5, empty().raw(0, 0, 1).name("x").raw(4, 1));
        assertInvalid(bytes, "expected func, found component");
    }

    @Test
    void refusesTwoImportsThatDifferInCaseOnly() {
        assertInvalid(
                function()
                        .section(
                                10,
                                empty().number(2)
                                        .extern("a")
                                        .raw(1, 0)
                                        .extern("A")
                                        .raw(1, 0)),
                "conflicts with previous name");
    }

    @Test
    void refusesBorrowInResult() {
        assertInvalid(
                component()
                        .one(7, empty().raw(0x3f, 0x7f, 0))
                        .one(7, empty().raw(0x68, 0))
                        .one(7, empty().raw(0x40, 0, 0, 1)),
                "function result cannot contain a `borrow` type");
    }

    @Test
    void refusesSixtyFourBitMemoryForValues() {
        ComponentBytes module =
                coreModule().one(5, empty().raw(4, 1)).one(7, empty().name("m").raw(2, 0));
        ComponentBytes bytes = function()
                .one(10, empty().extern("f").raw(1, 0))
                .section(1, module)
                .one(2, empty().raw(0, 0, 0))
                .one(6, empty().raw(0, 2, 1, 0).name("m"))
                .one(8, empty().raw(1, 0, 0, 1, 3, 0));
        assertInvalid(bytes, "memory64");
    }

    @Test
    void namesTheAsynchronousFeatureThatItRefuses() {
        assertInvalid(component().one(7, empty().raw(0x43, 0, 1, 0)), "unsupported feature: async");
        assertInvalid(component().one(7, empty().raw(0x66, 0)), "unsupported feature: async (type `stream`)");
        assertInvalid(component().one(7, empty().raw(0x64)), "unsupported feature: async (type `error-context`)");
        assertInvalid(component().one(8, empty().raw(0x26)), "unsupported feature: threads (canon thread.index)");
    }

    @Test
    void refusesValues() {
        assertInvalid(component().section(12, empty().raw(1, 0x7f, 1, 1)), "unsupported feature: values");
    }

    @Test
    void keepsMessagesShort() {
        String name = "x".repeat(90_000);
        assertThatThrownBy(() -> validate(component()
                        .section(
                                10,
                                empty().number(2)
                                        .extern(name)
                                        .raw(3, 1)
                                        .extern(name)
                                        .raw(3, 1))))
                .isInstanceOf(InvalidComponentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2_000));
    }

    /** A component whose type 0 is {@code (func)}. */
    private static ComponentBytes function() {
        return component().one(7, empty().raw(EMPTY_FUNCTION));
    }

    private static ValidatedComponent validate(ComponentBytes bytes) {
        return ComponentValidator.validate(ComponentDecoder.decode(bytes.bytes()), module -> {});
    }

    private static void assertInvalid(ComponentBytes bytes, String message) {
        assertThatThrownBy(() -> validate(bytes))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining(message);
    }
}
