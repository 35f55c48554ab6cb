package io.fuscia.wit.hostile;

import static io.fuscia.wit.hostile.HostileCase.harmless;
import static io.fuscia.wit.hostile.HostileCase.trap;
import static io.fuscia.wit.hostile.HostileCase.unlinkable;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.GuestResource;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.runtime.Probe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Guests that forge handles, call at the wrong time, or ask their host for too much. */
final class GuestCases {
    private static final long MAX = 0xffff_ffffL;

    /** The variant {@code header-error}. */
    private static final long INVALID_SYNTAX = 0;

    private static final long FORBIDDEN = 1;

    private GuestCases() {}

    static List<HostileCase> handles() {
        return List.of(
                trap("forged-handle", TrapCode.UNKNOWN_HANDLE, w -> w.probe("forge", 1L)),
                trap("handle-zero", TrapCode.UNKNOWN_HANDLE, w -> w.probe("forge", 0L)),
                trap("negative-handle", TrapCode.UNKNOWN_HANDLE, w -> w.probe("forge", MAX)),
                trap("handle-dropped-twice", TrapCode.UNKNOWN_HANDLE, w -> w.probe("drop-twice")),
                trap("handle-used-after-its-drop", TrapCode.UNKNOWN_HANDLE, w -> w.probe("use-dropped")),
                trap("handle-used-after-it-was-given-away", TrapCode.UNKNOWN_HANDLE, w -> w.probe("use-consumed")),
                trap("handle-of-another-type", TrapCode.HANDLE_TYPE_MISMATCH, w -> w.probe("confuse")),
                trap("borrow-kept-past-its-call", TrapCode.BORROW_LEAKED, w -> w.probe("leak", new Probe.Thing(1))),
                trap("borrow-given-away", TrapCode.HANDLE_NOT_OWNED, w -> w.probe("move-borrowed", new Probe.Thing(1))),
                trap("handle-lent-and-given-in-one-call", TrapCode.HANDLE_LENT, w -> reenter(w, "both")),
                trap("handle-given-twice-in-one-call", TrapCode.UNKNOWN_HANDLE, w -> reenter(w, "twice")),
                trap("hoarded-handles", TrapCode.HANDLE_LIMIT, w -> w.probe("hoard")),
                trap("resource-used-after-the-host-dropped-it", TrapCode.UNKNOWN_HANDLE, w -> {
                    try (ComponentInstance instance = w.probe().start(w.engine(), HostileWorld.LIMITS)) {
                        GuestResource counter = (GuestResource) Probe.call(instance, "make-counter", 1L);
                        counter.drop();
                        counter.drop();
                    }
                }),
                trap("destructor-that-traps", TrapCode.UNREACHABLE, w -> {
                    try (ComponentInstance instance = w.probe().start(w.engine(), HostileWorld.LIMITS)) {
                        ((GuestResource) Probe.call(instance, "make-counter", 666L)).drop();
                    }
                }));
    }

    static List<HostileCase> calls() {
        return List.of(
                trap("re-entrance-through-the-host", TrapCode.CANNOT_ENTER, w -> reenter(w, "back")),
                trap("re-entrance-of-a-running-instance", TrapCode.CANNOT_ENTER, w -> {
                    try (ComponentInstance instance = w.probe().start(w.engine(), HostileWorld.LIMITS)) {
                        w.probe().onCall.set((call, args) -> Probe.call(instance, "roundtrip", 1L));
                        Probe.call(instance, "call-host", 1L);
                    }
                }),
                trap("call-after-a-trap", TrapCode.POISONED, w -> {
                    try (ComponentInstance instance = w.probe().start(w.engine(), HostileWorld.LIMITS)) {
                        try {
                            Probe.call(instance, "use-dropped");
                        } catch (RuntimeException e) {
                            Probe.call(instance, "drops");
                        }
                    }
                }),
                trap("post-return-that-traps", TrapCode.UNREACHABLE, w -> w.probe("trap-after")),
                trap("post-return-that-calls-out", TrapCode.CANNOT_LEAVE, w -> w.probe("call-after")),
                trap("start-that-traps", TrapCode.UNREACHABLE, w -> w.start("guests/trap-on-start")),
                trap("table-over-the-limit", TrapCode.TABLE_LIMIT, w -> w.start("guests/greedy-table")),
                trap("memory-over-the-limit", TrapCode.MEMORY_LIMIT, w -> w.start("guests/greedy-memory")),
                trap("exception-that-leaves-its-component", TrapCode.UNCAUGHT_EXCEPTION, w -> {
                    try (ComponentInstance instance = w.start("runtime/exception-border")) {
                        Probe.call(instance, "run");
                    }
                }),
                trap("host-function-that-fails", TrapCode.HOST_ERROR, w -> {
                    w.probe().onCall.set((call, args) -> {
                        throw new IllegalStateException("broken");
                    });
                    w.probe("call-host", 1L);
                }),
                trap("host-function-of-another-type", TrapCode.HOST_ERROR, w -> {
                    w.probe().onCall.set((call, args) -> "no number");
                    w.probe("call-host", 1L);
                }),
                unlinkable("import-that-nobody-offers", "does not offer", w -> w.start("guests/unknown-import")),
                unlinkable(
                        "import-of-a-function-where-the-host-has-none", "function", w -> w.start("hostile/reentry")));
    }

    private static void reenter(HostileWorld world, String function) {
        AtomicReference<ComponentInstance> running = new AtomicReference<>();
        HostImports imports = HostImports.builder()
                .instance("host")
                .resource("thing", HostResource.of("thing", Probe.Thing.class))
                .function("make", (call, args) -> new Probe.Thing(1))
                .function("both", (call, args) -> null)
                .function("twice", (call, args) -> null)
                .function(
                        "back",
                        (call, args) -> running.get().function(null, "back").call())
                .build();
        try (ComponentInstance instance = world.start("hostile/reentry", imports)) {
            running.set(instance);
            Probe.call(instance, function);
        }
    }

    static List<HostileCase> http() {
        return List.of(
                headers("thirty-three-thousand-headers (CVE-2026-27572)", FORBIDDEN, "from-list", 33_000L),
                headers("headers-up-to-128-kib (CVE-2026-27572)", 3_855L, "append-until-refused"),
                header("host-header (CVE-2024-32980)", FORBIDDEN, "host", "internal.test"),
                header("host-header-in-capitals (CVE-2024-32980)", FORBIDDEN, "HOST", "internal.test"),
                header("header-about-the-connection", FORBIDDEN, "connection", "close"),
                header("header-about-the-framing", FORBIDDEN, "Transfer-Encoding", "chunked"),
                header("header-that-upgrades", FORBIDDEN, "upgrade", "websocket"),
                header("header-with-a-line-break", INVALID_SYNTAX, "x-a", "1\r\nHost: internal.test"),
                header("header-name-with-a-colon", INVALID_SYNTAX, "host: a\r\nx-a", "1"),
                header("header-name-of-nothing", INVALID_SYNTAX, "", "1"),
                header("header-of-129-kib", FORBIDDEN, "x-a", "x".repeat(129 * 1024)),
                header("header-that-is-fine", 100L, "x-a", "1"),
                trap("hoarded-clones-of-headers (CVE-2026-27204)", TrapCode.HANDLE_LIMIT, w -> w.http("hoard-clones")));
    }

    private static HostileCase header(String name, long answer, String field, String value) {
        return headers(name, answer, "append", field, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HostileCase headers(String name, long answer, String function, Object... args) {
        return harmless(name, w -> assertThat(w.http(function, args)).isEqualTo(answer));
    }

    static List<HostileCase> wasi() {
        return List.of(
                trap("sleep-for-584-years", TrapCode.DEADLINE, w -> w.wasi(80, "sleep", -1L)),
                trap("poll-a-timer-that-never-comes", TrapCode.DEADLINE, w -> w.wasi(80, "poll-timer", -1L)),
                trap("poll-nothing", TrapCode.HOST_ERROR, w -> w.wasi(10_000, "poll-nothing")),
                trap("poll-four-million-handles", TrapCode.OUTPUT_LIMIT, w -> w.wasi(10_000, "poll-many")),
                trap(
                        "random-bytes-of-2^64-1 (CVE-2026-27204)",
                        TrapCode.LENGTH_OUT_OF_RANGE,
                        w -> w.wasi(10_000, "random", -1L)),
                trap(
                        "random-bytes-of-1-gib (CVE-2026-27204)",
                        TrapCode.LENGTH_OUT_OF_RANGE,
                        w -> w.wasi(10_000, "random", 1L << 30)),
                trap(
                        "write-of-16-mib-at-once (CVE-2026-27204)",
                        TrapCode.OUTPUT_LIMIT,
                        w -> w.wasi(10_000, "write-unasked", 16L << 20)),
                trap(
                        "write-of-2^64-1-zeroes (CVE-2026-27204)",
                        TrapCode.DEADLINE,
                        w -> w.wasi(80, "write-zeroes", -1L)),
                trap("hoarded-headers (CVE-2026-27204)", TrapCode.HANDLE_LIMIT, w -> w.wasi(10_000, "hoard-fields")),
                trap("hoarded-timers (CVE-2026-27204)", TrapCode.HANDLE_LIMIT, w -> w.wasi(10_000, "hoard-timers")),
                trap("hoarded-streams (CVE-2026-27204)", TrapCode.HANDLE_LIMIT, w -> w.wasi(10_000, "hoard-stdout")),
                harmless("sleep-for-nothing", w -> assertThat(w.wasi(10_000, "sleep", 0L))
                        .isNull()));
    }
}
