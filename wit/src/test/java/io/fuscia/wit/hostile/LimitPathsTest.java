package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.GuestResource;
import io.fuscia.wit.runtime.CallOptions;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every limit on every path by which guest code comes to run, interpreted and compiled: the guest is stopped with the
 * limit's own code, its instance is poisoned, and the same engine then serves an honest guest on the same thread.
 */
@Timeout(60)
class LimitPathsTest {
    private static final InstanceLimits LIMITS = new InstanceLimits(20_000, 300, 1_000, 64, 50, 1 << 20);
    private static final long SOON = 60;
    private static final int HARMLESS = 99;

    private static final ComponentEngine INTERPRETING =
            new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));
    private static final ComponentEngine COMPILING =
            new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.EAGER));

    /** What {@code paths.wat} does when it is told this number. */
    enum Abuse {
        BRANCH_LOOP(0, TrapCode.DEADLINE, false),
        ENDLESS_RECURSION(1, TrapCode.STACK_OVERFLOW, false),
        MEMORY_BOMB(2, TrapCode.MEMORY_LIMIT, false),
        TABLE_BOMB(3, TrapCode.TABLE_LIMIT, false),
        HANDLE_HOARD(4, TrapCode.HANDLE_LIMIT, true),
        OUTPUT_FLOOD(5, TrapCode.OUTPUT_LIMIT, true),
        FILLING_ALL_MEMORY(6, TrapCode.DEADLINE, false),
        COPYING_ALL_MEMORY(7, TrapCode.DEADLINE, false),
        BLOCKED_HOST_CALL(8, TrapCode.DEADLINE, true),
        BUSY_HOST_CALL(9, TrapCode.DEADLINE, true),
        TAIL_CALL_TO_ITSELF(10, TrapCode.DEADLINE, false),
        TAIL_CALLS_TO_EACH_OTHER(11, TrapCode.DEADLINE, false),
        EXCEPTION_LOOP(12, TrapCode.DEADLINE, false),
        CONDITIONAL_LOOP(13, TrapCode.DEADLINE, false),
        BRANCH_TABLE_LOOP(14, TrapCode.DEADLINE, false),
        INDIRECT_CALL_LOOP(15, TrapCode.DEADLINE, false),
        HOST_CALL_LOOP(16, TrapCode.DEADLINE, true);

        final int number;
        final TrapCode code;
        final boolean leaves;

        Abuse(int number, TrapCode code, boolean leaves) {
            this.number = number;
            this.code = code;
            this.leaves = leaves;
        }
    }

    /** How the guest's code comes to run. */
    enum Path {
        EXPORT,
        ACROSS_COMPONENTS,
        REALLOC,
        POST_RETURN,
        DESTRUCTOR,
        DROP_BY_HOST,
        START;

        /** Whether the component may be left meanwhile, so that it can call the host and make handles. */
        boolean mayLeave() {
            return this != REALLOC && this != POST_RETURN;
        }
    }

    static Stream<Arguments> everyAbuseOnEveryPath() {
        List<Arguments> all = new ArrayList<>();
        for (Path path : Path.values()) {
            for (Abuse abuse : Abuse.values()) {
                all.add(Arguments.of(path, abuse, false));
                all.add(Arguments.of(path, abuse, true));
            }
        }
        return all.stream();
    }

    @AfterAll
    static void close() {
        INTERPRETING.close();
        COMPILING.close();
    }

    @ParameterizedTest(name = "{1} in {0}, compiled: {2}")
    @MethodSource("everyAbuseOnEveryPath")
    void stopsTheGuestAndServesTheNext(Path path, Abuse abuse, boolean compiled) {
        ComponentEngine engine = compiled ? COMPILING : INTERPRETING;
        TrapCode expected = expected(path, abuse, compiled);
        CallOptions options =
                expected == TrapCode.DEADLINE ? CallOptions.until(Deadline.afterMillis(SOON)) : CallOptions.DEFAULT;

        Throwable thrown = path == Path.START
                ? catchThrowable(
                        () -> instantiate(engine, options, LIMITS, abuse.number).close())
                : abuseOf(engine, path, abuse.number, expected);

        assertThat(thrown).isInstanceOfSatisfying(Trap.class, trap -> {
            assertThat(trap.code()).as(trap.getMessage()).isEqualTo(expected);
            assertThat(trap.limit()).isEqualTo(expected.limit());
        });
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        try (ComponentInstance next = instantiate(engine, CallOptions.DEFAULT, LIMITS, HARMLESS)) {
            next.function(null, "across").call((long) HARMLESS);
        }
    }

    private static TrapCode expected(Path path, Abuse abuse, boolean compiled) {
        if (abuse.leaves && !path.mayLeave()) {
            return TrapCode.CANNOT_LEAVE;
        }
        boolean tailCall = abuse == Abuse.TAIL_CALL_TO_ITSELF || abuse == Abuse.TAIL_CALLS_TO_EACH_OTHER;
        // Java has no tail calls: compiled code that makes them without end runs out of stack before its deadline.
        return compiled && tailCall ? TrapCode.STACK_OVERFLOW : abuse.code;
    }

    private static Throwable abuseOf(ComponentEngine engine, Path path, int number, TrapCode expected) {
        // A drop by the host is a call of its own, which only the instance's limits bound.
        boolean bounded = path == Path.DROP_BY_HOST && expected == TrapCode.DEADLINE;
        InstanceLimits limits = bounded ? LIMITS.withWallMillis(1_000) : LIMITS;
        try (ComponentInstance instance = instantiate(engine, CallOptions.DEFAULT, limits, HARMLESS)) {
            instance.function(null, "set").call((long) number);
            GuestResource made = path == Path.DROP_BY_HOST
                    ? (GuestResource) instance.function(null, "make").call((long) number)
                    : null;
            // Only now, so that the deadline is not spent on getting there.
            CallOptions options =
                    expected == TrapCode.DEADLINE ? CallOptions.until(Deadline.afterMillis(SOON)) : CallOptions.DEFAULT;
            Throwable thrown = catchThrowable(() -> run(instance, path, number, options, made));
            assertThat(catchThrowable(() -> instance.function(null, "set").call(0L)))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.POISONED));
            return thrown;
        }
    }

    private static void run(
            ComponentInstance instance, Path path, int number, CallOptions options, GuestResource made) {
        switch (path) {
            case EXPORT -> instance.function(null, "export").call(options, (long) number);
            case ACROSS_COMPONENTS -> instance.function(null, "across").call(options, (long) number);
            case REALLOC -> instance.function(null, "realloc").call(options, "text");
            case POST_RETURN -> instance.function(null, "post-return").call(options);
            case DESTRUCTOR -> instance.function(null, "destructor").call(options, (long) number);
            case DROP_BY_HOST -> made.drop();
            case START -> throw new IllegalArgumentException("start functions run while instantiating");
        }
    }

    /** @param mode what the start function does */
    private static ComponentInstance instantiate(
            ComponentEngine engine, CallOptions options, InstanceLimits limits, int mode) {
        HostImports imports = HostImports.builder()
                .function("mode", (call, args) -> (long) mode)
                .function("block", (call, args) -> {
                    new CountDownLatch(1).await();
                    return null;
                })
                .function("spin", (call, args) -> {
                    while (true) {
                        call.checkRunning();
                        Thread.onSpinWait();
                    }
                })
                .function("text", (call, args) -> null)
                .build();
        return engine.compile(HostileGuests.bytes("hostile/paths")).instantiate(options, imports, limits);
    }
}
