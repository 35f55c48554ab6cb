package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack that we know, by name; each ends as it must, and an honest guest then runs on the same engine. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCorpusTest {
    private static final ComponentEngine ENGINE =
            new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));

    static List<HostileCase> corpus() {
        return Stream.of(
                        DecodingCases.cases(),
                        ValidationCases.cases(),
                        ValueCases.strings(),
                        ValueCases.others(),
                        ValueCases.allocators(),
                        ValueCases.transcoding(),
                        GuestCases.handles(),
                        GuestCases.calls(),
                        GuestCases.wasi(),
                        GuestCases.http())
                .flatMap(List::stream)
                .toList();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void endsAsItMust(HostileCase hostile) {
        HostileWorld world = new HostileWorld(ENGINE);

        Throwable thrown = catchThrowable(() -> hostile.attack().run(world));

        if (hostile.type() == null) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isInstanceOf(hostile.type()).hasMessageContaining(hostile.words());
            assertThat(thrown.getMessage()).hasSizeLessThan(2_000);
        }
        if (thrown instanceof Trap trap) {
            assertThat(trap.code())
                    .as(trap.getMessage())
                    .isEqualTo(hostile.code().orElseThrow());
        } else if (thrown instanceof MalformedComponentException || thrown instanceof InvalidComponentException) {
            assertThat(thrown.getMessage()).contains("(at offset 0x");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        world.serveAnHonestGuest();
    }

    @Test
    void hasManyCasesEachWithANameOfItsOwn() {
        assertThat(corpus())
                .extracting(HostileCase::name)
                .hasSizeGreaterThanOrEqualTo(150)
                .doesNotHaveDuplicates();
    }

    @Test
    void hasEveryPublishedAttackOnOtherRuntimes() {
        List<String> names = corpus().stream().map(HostileCase::name).toList();
        for (String known : List.of(
                "CVE-2026-34941",
                "CVE-2026-34942",
                "CVE-2026-34943",
                "CVE-2026-35195",
                "CVE-2026-27204",
                "CVE-2026-27572",
                "CVE-2024-32980")) {
            assertThat(names).anyMatch(name -> name.contains(known));
        }
    }
}
