package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.HostileCase.harmless;
import static io.fuscia.wit.hostile.HostileCase.trap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.Probe;
import java.util.List;

/** Values, pointers and allocators that no honest compiler makes. */
final class ValueCases {
    private static final long MAX = 0xffff_ffffL;
    private static final HostImports TEXT = HostImports.builder()
            .function("text", (call, args) -> "sixteen bytes ok")
            .build();

    private ValueCases() {}

    static List<HostileCase> strings() {
        return List.of(
                trap("utf-8-byte-that-never-occurs", TrapCode.INVALID_STRING, w -> utf8(w, 0xff)),
                trap("utf-8-continuation-without-a-start", TrapCode.INVALID_STRING, w -> utf8(w, 0x80)),
                trap("utf-8-overlong-slash", TrapCode.INVALID_STRING, w -> utf8(w, 0xafc0)),
                trap("utf-8-encoded-surrogate", TrapCode.INVALID_STRING, w -> utf8(w, 0x80a0ed)),
                trap("utf-8-past-the-last-code-point", TrapCode.INVALID_STRING, w -> utf8(w, 0x808090f4L)),
                trap("utf-8-cut-off", TrapCode.INVALID_STRING, w -> w.probeAfterPoke(0xc3, "utf8", 1_024L, 1L)),
                trap("lone-high-surrogate", TrapCode.INVALID_STRING, w -> utf16(w, 0x0041_d83cL)),
                trap("lone-low-surrogate", TrapCode.INVALID_STRING, w -> utf16(w, 0x0041_df70L)),
                trap("two-high-surrogates", TrapCode.INVALID_STRING, w -> utf16(w, 0xd83c_d83cL)),
                trap(
                        "lone-surrogate-tagged-as-utf-16",
                        TrapCode.INVALID_STRING,
                        w -> w.probeAfterPoke(0x0041_d83cL, "latin1", 1_024L, 0x8000_0002L)),
                trap("string-of-4-gib", TrapCode.LENGTH_OUT_OF_RANGE, w -> w.probe("utf8", 0L, MAX)),
                trap(
                        "string-one-byte-longer-than-any",
                        TrapCode.LENGTH_OUT_OF_RANGE,
                        w -> w.probe("utf8", 0L, 1L << 28)),
                trap(
                        "string-as-long-as-any-behind-the-memory",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> w.probe("utf8", 0L, (1L << 28) - 1)),
                trap("string-behind-the-memory", TrapCode.POINTER_OUT_OF_BOUNDS, w -> w.probe("utf8", 131_073L, 0L)),
                trap("string-that-wraps-around", TrapCode.POINTER_OUT_OF_BOUNDS, w -> w.probe("utf8", MAX, 1L)),
                trap(
                        "utf-16-length-that-doubles-past-32-bits",
                        TrapCode.LENGTH_OUT_OF_RANGE,
                        w -> w.probe("utf16", 0L, 0x8000_0000L)),
                trap("utf-16-at-an-odd-address", TrapCode.UNALIGNED_POINTER, w -> w.probe("utf16", 1L, 0L)),
                trap(
                        "tagged-string-at-an-odd-address",
                        TrapCode.UNALIGNED_POINTER,
                        w -> w.probe("latin1", 3L, 0x8000_0001L)),
                trap("latin-1-at-an-odd-address", TrapCode.UNALIGNED_POINTER, w -> w.probe("latin1", 1L, 0L)));
    }

    private static void utf8(HostileWorld world, long bits) {
        world.probeAfterPoke(bits, "utf8", 1_024L, 8L);
    }

    private static void utf16(HostileWorld world, long bits) {
        world.probeAfterPoke(bits, "utf16", 1_024L, 2L);
    }

    static List<HostileCase> others() {
        return List.of(
                trap("list-of-2^32-1-bytes", TrapCode.LENGTH_OUT_OF_RANGE, w -> w.probe("bytes", 0L, MAX)),
                trap("list-whose-bytes-wrap-around", TrapCode.LENGTH_OUT_OF_RANGE, w -> w.probe("longs", 0L, 1L << 29)),
                trap("list-of-2^32-1-units", TrapCode.LENGTH_OUT_OF_RANGE, w -> list(w, "units", MAX)),
                trap("list-of-2^32-1-booleans", TrapCode.LENGTH_OUT_OF_RANGE, w -> list(w, "bools", MAX)),
                trap("list-one-element-too-long", TrapCode.POINTER_OUT_OF_BOUNDS, w -> w.probe("longs", 131_064L, 2L)),
                trap("list-at-an-odd-address", TrapCode.UNALIGNED_POINTER, w -> w.probe("longs", 4L, 0L)),
                trap("lists-of-lists-that-share-their-bytes", TrapCode.OUTPUT_LIMIT, w -> list(w, "nested", 1_000L)),
                trap("strings-that-share-their-bytes", TrapCode.OUTPUT_LIMIT, w -> list(w, "strings", 257L)),
                trap(
                        "a-hundred-thousand-empty-strings",
                        TrapCode.OUTPUT_LIMIT,
                        w -> list(w, "empty-strings", 120_000L)),
                trap("small-tuples-that-fill-the-host", TrapCode.OUTPUT_LIMIT, w -> list(w, "tuples", 100_000L)),
                trap(
                        "option-of-a-third-case",
                        TrapCode.INVALID_DISCRIMINANT,
                        w -> w.probeAfterPoke(2, "option-at", 1_024L)),
                trap("result-of-a-third-case", TrapCode.INVALID_DISCRIMINANT, w -> w.probe("result-of", 2L)),
                trap("result-with-a-negative-case", TrapCode.INVALID_DISCRIMINANT, w -> w.probe("result-of", MAX)),
                trap("char-that-is-a-surrogate", TrapCode.INVALID_CHAR, w -> w.probe("char-of", 0xd800L)),
                trap("char-past-the-last-code-point", TrapCode.INVALID_CHAR, w -> w.probe("char-of", 0x11_0000L)),
                harmless("flags-with-undefined-bits (CVE-2026-34943)", w -> {
                    try (ComponentInstance instance = w.start("hostile/lists")) {
                        assertThat(Probe.call(instance, "flag-bits", MAX)).isEqualTo(7);
                    }
                }),
                trap("result-pointer-at-an-odd-address", TrapCode.UNALIGNED_POINTER, w -> w.probe("string-at", 2L)),
                trap(
                        "result-pointer-at-the-last-byte",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> w.probe("string-at", 131_068L)),
                trap(
                        "callers-result-pointer-at-an-odd-address",
                        TrapCode.UNALIGNED_POINTER,
                        w -> w.probe("text-at", 0L, 0L, 1L)),
                trap(
                        "callers-result-pointer-behind-the-memory",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> w.probe("text-at", 0L, 0L, 131_068L)));
    }

    private static void list(HostileWorld world, String function, long length) {
        try (ComponentInstance instance = world.start("hostile/lists")) {
            Probe.call(instance, function, length);
        }
    }

    static List<HostileCase> allocators() {
        return List.of(
                trap(
                        "realloc-behind-the-memory",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 0xffff_fff0L, "utf8", "text")),
                trap(
                        "realloc-across-the-end-of-the-memory",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 131_070L, "utf8", "text")),
                trap("realloc-that-wraps-around", TrapCode.POINTER_OUT_OF_BOUNDS, w -> lower(w, MAX, "utf8", "text")),
                trap(
                        "realloc-unaligned-for-utf-16 (CVE-2026-34942)",
                        TrapCode.UNALIGNED_POINTER,
                        w -> lower(w, 1_025L, "utf16", "text")),
                trap(
                        "realloc-unaligned-for-latin-1",
                        TrapCode.UNALIGNED_POINTER,
                        w -> lower(w, 1_025L, "latin1", "text")),
                trap(
                        "realloc-unaligned-for-longs",
                        TrapCode.UNALIGNED_POINTER,
                        w -> lower(w, 1_028L, "longs", List.of(1L))),
                trap(
                        "realloc-of-nothing-behind-the-memory",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 131_073L, "utf8", "")),
                trap(
                        "realloc-out-of-bounds-for-a-part",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 131_060L, "strings", List.of("a", "b"))),
                trap(
                        "realloc-out-of-bounds-for-a-hosts-result",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 131_060L, "ask")),
                trap(
                        "result-area-out-of-bounds",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> lower(w, 0L, "ask-at", 131_068L)),
                harmless("realloc-with-overlapping-pointers", w -> {
                    try (ComponentInstance instance = w.start("hostile/lowering", TEXT)) {
                        Probe.call(instance, "answer", 4_096L);
                        // The second argument lies over the first: the guest's own loss, and nobody else's.
                        assertThat(Probe.call(instance, "first", "first", "other"))
                                .isEqualTo("other");
                    }
                }),
                harmless("realloc-of-the-null-pointer", w -> {
                    try (ComponentInstance instance = w.start("hostile/lowering", TEXT)) {
                        assertThat(Probe.call(instance, "first", "zero", "")).isEqualTo("zero");
                    }
                }),
                harmless("realloc-over-the-result-area", w -> {
                    try (ComponentInstance instance = w.start("hostile/lowering", TEXT)) {
                        Probe.call(instance, "answer", 32L);
                        assertThat(Probe.call(instance, "ask")).isNull();
                    }
                }),
                harmless("realloc-that-grows-the-memory", w -> {
                    try (ComponentInstance instance = w.start("hostile/lowering", TEXT)) {
                        assertThat(Probe.call(instance, "grown", "into a page of its own"))
                                .isNull();
                        assertThat(instance.memoryPages()).isEqualTo(3);
                    }
                }),
                trap("realloc-that-traps", TrapCode.UNREACHABLE, w -> w.probe("echo", "thirteen long")),
                trap("realloc-that-traps-for-a-hosts-result", TrapCode.UNREACHABLE, w -> {
                    w.probe().onText.set((call, args) -> "thirteen long");
                    w.probe("echo-through-host", "short");
                }));
    }

    private static void lower(HostileWorld world, long pointer, String function, Object... args) {
        try (ComponentInstance instance = world.start("hostile/lowering", TEXT)) {
            Probe.call(instance, "answer", pointer);
            Probe.call(instance, function, args);
        }
    }

    static List<HostileCase> transcoding() {
        return List.of(
                trap(
                        "utf-16-to-latin-1-reads-behind-the-memory (CVE-2026-34941)",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> transcode(w, 0L, "utf16-latin1", 0L, 40_000L)),
                trap(
                        "utf-16-to-latin-1-with-a-length-that-doubles-past-32-bits (CVE-2026-34941)",
                        TrapCode.LENGTH_OUT_OF_RANGE,
                        w -> transcode(w, 0L, "utf16-latin1", 0L, 0x8000_0000L)),
                trap(
                        "utf-8-to-utf-16-into-an-odd-address (CVE-2026-34942)",
                        TrapCode.UNALIGNED_POINTER,
                        w -> transcode(w, 1_025L, "utf8-utf16", 0L, 4L)),
                trap(
                        "utf-16-from-an-odd-address (CVE-2026-34942)",
                        TrapCode.UNALIGNED_POINTER,
                        w -> transcode(w, 0L, "utf16-latin1", 1L, 4L)),
                trap(
                        "latin-1-to-utf-8-writes-behind-the-memory (CVE-2026-35195)",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> transcode(w, 65_534L, "latin1-utf8", 0L, 4L)),
                trap(
                        "utf-8-to-utf-16-doubles-behind-the-memory (CVE-2026-35195)",
                        TrapCode.POINTER_OUT_OF_BOUNDS,
                        w -> transcode(w, 65_530L, "utf8-utf16", 0L, 4L)),
                harmless("latin-1-grows-in-utf-8 (CVE-2026-35195)", w -> {
                    try (ComponentInstance instance = w.start("hostile/transcoding")) {
                        Probe.call(instance, "poke", 0L, 0xffff_ffffL);
                        assertThat(Probe.call(instance, "latin1-utf8", 0L, 4L)).isEqualTo(8L);
                    }
                }),
                trap("lone-surrogate-between-components", TrapCode.INVALID_STRING, w -> {
                    try (ComponentInstance instance = w.start("hostile/transcoding")) {
                        Probe.call(instance, "poke", 0L, 0x0041_d83cL);
                        Probe.call(instance, "utf16-latin1", 0L, 2L);
                    }
                }));
    }

    private static void transcode(HostileWorld world, long pointer, String function, long at, long units) {
        try (ComponentInstance instance = world.start("hostile/transcoding")) {
            Probe.call(instance, "answer", pointer);
            Probe.call(instance, function, at, units);
        }
    }
}
