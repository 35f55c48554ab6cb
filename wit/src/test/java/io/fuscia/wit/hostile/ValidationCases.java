package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.ComponentBytes.component;
import static io.fuscia.wit.hostile.ComponentBytes.coreModule;
import static io.fuscia.wit.hostile.ComponentBytes.empty;
import static io.fuscia.wit.hostile.HostileCase.invalid;
import static io.fuscia.wit.hostile.HostileCase.invalidType;

import java.util.List;

/** Components in the right form whose meaning is an attack. */
final class ValidationCases {
    private static final int[] STRING = {0x73};
    private static final int[] EMPTY_FUNCTION = {0x40, 0, 1, 0};

    private ValidationCases() {}

    static List<HostileCase> cases() {
        return List.of(
                invalid("type-that-contains-itself", "type index out of bounds", () -> component()
                        .one(7, empty().raw(0x70, 0))),
                invalid("alias-of-itself", "type index out of bounds", () -> component()
                        .one(6, empty().raw(3, 2, 0, 0))),
                invalid("alias-out-of-the-outermost-component", "invalid outer alias count", () -> component()
                        .one(6, empty().raw(3, 2).number(0xffff_ffffL).raw(0))),
                invalid("index-past-java-integers", "type index out of bounds", () -> component()
                        .one(7, empty().raw(0x69).number(0xffff_ffffL))),
                invalid("instance-that-exports-itself", "instance index out of bounds", () -> component()
                        .one(5, empty().raw(1, 1).extern("self").raw(5, 0))),
                invalid("deep-value-type", "type nesting exceeds", () -> {
                    ComponentBytes types = empty().number(300).raw(STRING);
                    for (int i = 0; i < 299; i++) {
                        types.raw(0x70).type(i);
                    }
                    return component().section(7, types);
                }),
                invalid("type-that-doubles-with-every-definition", "effective type size exceeds", () -> {
                    ComponentBytes types = empty().number(60).raw(STRING);
                    for (int i = 0; i < 59; i++) {
                        types.raw(0x6f, 2).type(i).type(i);
                    }
                    return component().section(7, types);
                }),
                invalid("instance-type-that-doubles-with-every-level", "effective type size exceeds", () -> {
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
                    return bytes;
                }),
                invalid("instance-that-doubles-with-every-level", "effective type size exceeds", () -> {
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
                    return bytes;
                }),
                invalid("resources-that-double-with-every-instantiation", "too complex to validate", () -> {
                    ComponentBytes inner = component().one(7, empty().raw(0x3f, 0x7f, 0));
                    for (int i = 0; i < 40; i++) {
                        inner = component()
                                .section(4, inner)
                                .section(5, empty().number(2).raw(0, 0, 0, 0, 0, 0));
                    }
                    return inner;
                }),
                invalid("many-instances-of-a-large-component", "too complex to validate", () -> {
                    ComponentBytes exports = empty().number(50_000);
                    for (int i = 0; i < 50_000; i++) {
                        exports.extern("e" + i).raw(4, 0, 0);
                    }
                    ComponentBytes large = component().section(4, component()).section(11, exports);
                    ComponentBytes instances = empty().number(100_000);
                    for (int i = 0; i < 100_000; i++) {
                        instances.raw(0, 0, 0);
                    }
                    return component().section(4, large).section(5, instances);
                }),
                invalid("many-core-instances-of-a-large-module", "too complex to validate", () -> {
                    ComponentBytes exports = empty().number(50_000);
                    for (int i = 0; i < 50_000; i++) {
                        exports.name("e" + i).raw(3, 0);
                    }
                    ComponentBytes large = coreModule()
                            .one(6, empty().raw(0x7f, 0, 0x41, 0, 0x0b))
                            .section(7, exports);
                    ComponentBytes instances = empty().number(100_000);
                    for (int i = 0; i < 100_000; i++) {
                        instances.raw(0, 0, 0);
                    }
                    return component().section(1, large).section(2, instances);
                }),
                invalid("many-names-for-a-large-record", "too complex to validate", () -> {
                    ComponentBytes record = empty().raw(0x72).number(50_000);
                    for (int i = 0; i < 50_000; i++) {
                        record.name("f" + i).raw(STRING);
                    }
                    ComponentBytes imports = empty().number(50_000);
                    for (int i = 0; i < 50_000; i++) {
                        imports.extern("t" + i).raw(3, 0, 0);
                    }
                    return component().one(7, record).section(10, imports);
                }),
                invalid("flattens-nested-fixed-lists-in-bounded-time", "canonical option `memory` is required", () -> {
                    ComponentBytes types = empty().number(182).raw(0x6f, 17).raw(new int[] {
                        0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d,
                        0x7d
                    });
                    for (int i = 0; i < 180; i++) {
                        types.raw(0x67).type(i).raw(1);
                    }
                    types.raw(0x40, 1).name("p").type(180).raw(1, 0);
                    ComponentBytes bytes = component()
                            .section(7, types)
                            .one(10, empty().extern("f").raw(1).number(181))
                            .one(8, empty().raw(1, 0, 0, 0));
                    return bytes;
                }),
                invalid("fixed-list-of-four-billion", "exceeds maximum byte size", () -> component()
                        .one(7, empty().raw(0x67, 0x73).number(0xffff_ffffL))),
                invalid("fixed-list-of-nothing", "at least one element", () -> component()
                        .one(7, empty().raw(0x67, 0x73, 0))),
                invalid("float-keys-in-maps", "map key", () -> component().one(7, empty().raw(0x63, 0x76, 0x73))),
                invalid("very-long-label-without-running-out-of-stack", "is not in kebab case", () -> {
                    String name = "a-".repeat(40_000);
                    return function().one(10, empty().extern(name).raw(1, 0));
                }),
                invalid("very-long-version-without-running-out-of-stack", "not a valid semver", () -> {
                    String name = "a:b/c@1.0.0-" + "0.".repeat(40_000);
                    return function().one(10, empty().extern(name).raw(1, 0));
                }),
                invalid("method-of-a-resource-from-elsewhere", "does not match expected resource name", () -> {
                    ComponentBytes bytes = component()
                            .one(10, empty().extern("r").raw(3, 1))
                            .one(7, empty().raw(0x68, 0))
                            .one(7, empty().raw(0x40, 1).name("self").raw(1, 1, 0))
                            .one(10, empty().extern("[method]other.m").raw(1, 2));
                    return bytes;
                }),
                invalid("resource-new-for-an-imported-resource", "is not a local resource", () -> component()
                        .one(10, empty().extern("r").raw(3, 1))
                        .one(8, empty().raw(2, 0))),
                invalid("resource-type-smuggled-through-an-outer-alias", "transitively refers to resources", () -> {
                    ComponentBytes inner = component().one(6, empty().raw(3, 2, 1, 0));
                    return component().one(7, empty().raw(0x3f, 0x7f, 0)).section(4, inner);
                }),
                invalid("import-of-another-sort", "expected func, found component", () -> {
                    ComponentBytes inner =
                            function().one(10, empty().extern("x").raw(1, 0));
                    ComponentBytes bytes = component()
                            .section(4, inner)
                            .section(4, component())
                            .one(5, empty().raw(0, 0, 1).name("x").raw(4, 1));
                    return bytes;
                }),
                invalid("two-imports-that-differ-in-case-only", "conflicts with previous name", () -> function()
                        .section(
                                10,
                                empty().number(2)
                                        .extern("a")
                                        .raw(1, 0)
                                        .extern("A")
                                        .raw(1, 0))),
                invalid("two-interfaces-that-differ-in-case-only", "conflicts with previous name", () -> function()
                        .section(
                                10,
                                empty().number(2)
                                        .extern("a:b/c@1.0.0")
                                        .raw(1, 0)
                                        .extern("a:b/C@1.0.0")
                                        .raw(1, 0))),
                invalid("borrow-in-result", "function result cannot contain a `borrow` type", () -> component()
                        .one(7, empty().raw(0x3f, 0x7f, 0))
                        .one(7, empty().raw(0x68, 0))
                        .one(7, empty().raw(0x40, 0, 0, 1))),
                invalidType("sixty-four-bit-memory-for-values", "memory64", () -> {
                    ComponentBytes module = coreModule()
                            .one(5, empty().raw(4, 1))
                            .one(7, empty().name("m").raw(2, 0));
                    ComponentBytes bytes = function()
                            .one(10, empty().extern("f").raw(1, 0))
                            .section(1, module)
                            .one(2, empty().raw(0, 0, 0))
                            .one(6, empty().raw(0, 2, 1, 0).name("m"))
                            .one(8, empty().raw(1, 0, 0, 1, 3, 0));
                    return bytes;
                }),
                invalid("async-function-type", "unsupported feature: async", () -> component()
                        .one(7, empty().raw(0x43, 0, 1, 0))),
                invalid("stream-type", "unsupported feature: async (type `stream`)", () -> component()
                        .one(7, empty().raw(0x66, 0))),
                invalid("error-context-type", "unsupported feature: async (type `error-context`)", () -> component()
                        .one(7, empty().raw(0x64))),
                invalid("thread-builtin", "unsupported feature: threads (canon thread.index)", () -> component()
                        .one(8, empty().raw(0x26))),
                invalid("value-definitions", "unsupported feature: values", () -> component()
                        .section(12, empty().raw(1, 0x7f, 1, 1))),
                invalid("tuple-of-nothing", "tuple", () -> component().one(7, empty().raw(0x6f, 0))),
                invalid("record-of-nothing", "record", () -> component().one(7, empty().raw(0x72, 0))),
                invalid("flags-of-nothing", "flags", () -> component().one(7, empty().raw(0x6e, 0))),
                invalid("variant-of-nothing", "variant", () -> component().one(7, empty().raw(0x71, 0))),
                invalid("flags-past-thirty-two", "flags", () -> {
                    ComponentBytes flags = empty().raw(0x6e).number(33);
                    for (int i = 0; i < 33; i++) {
                        flags.name("f" + i);
                    }
                    return component().one(7, flags);
                }));
    }

    /** A component whose type 0 is {@code (func)}. */
    private static ComponentBytes function() {
        return component().one(7, empty().raw(EMPTY_FUNCTION));
    }
}
