package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.ComponentBytes.component;
import static io.fuscia.wit.hostile.ComponentBytes.coreModule;
import static io.fuscia.wit.hostile.ComponentBytes.empty;
import static io.fuscia.wit.hostile.HostileCase.malformed;
import static io.fuscia.wit.hostile.HostileCase.malformedCore;

import java.util.Arrays;
import java.util.List;

/** Bytes that are not a component, however much they look like one. */
final class DecodingCases {
    private static final long ALL = 0xffff_ffffL;

    private DecodingCases() {}

    static List<HostileCase> cases() {
        return List.of(
                malformed("nothing-at-all", "not WebAssembly", () -> empty()),
                malformed("other-files", "not WebAssembly", () -> empty().raw('P', 'K', 3, 4, 0, 0, 0, 0)),
                malformed(
                        "core-module-for-a-component",
                        "a core module was given where a component is expected",
                        () -> coreModule()),
                malformed("leb-that-never-ends", "integer representation too long", () -> component()
                        .raw(7, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0)),
                malformed("leb-with-bits-past-thirty-two", "integer too large", () -> component()
                        .raw(7, 0x81, 0x80, 0x80, 0x80, 0x10, 0)),
                malformed("leb-cut-off-by-the-end", "unexpected end-of-file", () -> component()
                        .raw(7, 0x80)),
                malformed("type-index-past-thirty-three-bits", "integer too large", () -> component()
                        .one(7, empty().raw(0x70, 0x80, 0x80, 0x80, 0x80, 0x20))),
                malformed("negative-type-index", "invalid value type", () -> component()
                        .one(7, empty().raw(0x70, 0x40))),
                malformed(
                        "section-longer-than-the-file",
                        "unexpected end-of-file",
                        () -> component().raw(7).number(ALL).raw(0)),
                malformed("section-with-bytes-left-over", "unexpected content", () -> component()
                        .section(7, empty().raw(1, 0x73, 0x73))),
                malformed("four-billion-types", "exceed the limit", () -> component()
                        .section(7, empty().number(ALL).raw(0x73))),
                malformed("more-fields-than-bytes", "unexpected end-of-file", () -> component()
                        .one(7, empty().raw(0x72).number(99_999))),
                malformed("name-of-four-gigabytes", "unexpected end-of-file", () -> component()
                        .section(0, empty().number(ALL))),
                malformed("name-above-the-limit", "exceeds the limit", () -> component()
                        .section(0, empty().name("x".repeat(100_001)))),
                malformed("surrogate-in-utf8", "malformed UTF-8", () -> component()
                        .section(0, empty().raw(3, 0xed, 0xa0, 0x80))),
                malformed("overlong-utf8", "malformed UTF-8", () -> component().section(0, empty().raw(2, 0xc0, 0x80))),
                malformed("code-point-past-the-last", "malformed UTF-8", () -> component()
                        .section(0, empty().raw(4, 0xf4, 0x90, 0x80, 0x80))),
                malformed("more-than-ten-canonical-options", "canonical options exceed the limit", () -> {
                    ComponentBytes lower = empty().raw(1, 0, 0).number(11).raw(new int[11]);
                    return component().one(8, lower);
                }),
                malformed("a-million-and-one-definitions", "definitions", () -> {
                    ComponentBytes types = empty().number(600_000).raw(filled(600_000, 0x73));
                    return component().section(7, types).section(7, types);
                }),
                malformed("components-nested-too-deep", "nested more than", () -> {
                    ComponentBytes nested = component();
                    for (int i = 0; i < 101; i++) {
                        nested = component().section(4, nested);
                    }
                    return nested;
                }),
                malformed("types-nested-too-deep", "nested more than", () -> {
                    ComponentBytes type = empty().raw(0x41, 0);
                    for (int i = 0; i < 101; i++) {
                        type = empty().raw(0x41, 1, 1).raw(type.bytes());
                    }
                    return component().one(7, type);
                }),
                malformed("nested-component-reaching-out-of-its-section", "unexpected end-of-file", () -> {
                    ComponentBytes inner = component().raw(7).number(100);
                    return component().section(4, inner).raw(new int[200]);
                }),
                malformed(
                        "component-in-place-of-a-core-module",
                        "expected a version header for a module",
                        () -> component().section(1, component())),
                malformed(
                        "core-module-in-place-of-a-component",
                        "expected a version header for a component",
                        () -> component().section(4, coreModule())),
                malformedCore("four-billion-core-functions", "exceed the limit", () -> coreModule()
                        .section(3, empty().number(ALL))),
                malformedCore("core-sections-out-of-order", "section out of order", () -> coreModule()
                        .section(3, empty().number(0))
                        .section(1, empty().number(0))),
                malformedCore("unknown-limits-flags", "malformed limits flags", () -> coreModule()
                        .one(5, empty().raw(0x10, 0))),
                malformedCore("constant-expression-that-never-ends", "unexpected end-of-file", () -> coreModule()
                        .one(6, empty().raw(0x7f, 0, 0x41, 0))),
                malformedCore("other-code-in-a-constant-expression", "illegal opcode 0x10", () -> coreModule()
                        .one(6, empty().raw(0x7f, 0, 0x10, 0, 0x0b))),
                malformedCore("data-segment-of-two-gigabytes", "unexpected end-of-file", () -> coreModule()
                        .one(11, empty().raw(1).number(0x7fff_ffffL))),
                malformedCore("two-billion-elements", "exceed the limit", () -> coreModule()
                        .one(9, empty().raw(1, 0).number(0x7fff_ffffL))),
                malformedCore("function-body-longer-than-the-module", "unexpected end-of-file", () -> coreModule()
                        .one(10, empty().number(ALL))));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
