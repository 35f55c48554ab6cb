package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.machine.GuestThread;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What abuse leaves behind: nothing. The soak test outside the build does the same a million times. */
class LeakTest {
    private static final int ROUNDS = 3;
    private static final int COLLECTIONS = 50;

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER_ONLY", "EAGER"})
    void leavesNoThreadsAndNothingOfAnEngineBehind(EngineSettings.Compilation compilation) throws Exception {
        Set<Thread> before = threads();
        ComponentEngine engine = new ComponentEngine(EngineSettings.DEFAULT.withCompilation(compilation));
        for (int i = 0; i < ROUNDS; i++) {
            abuse(engine);
        }
        Set<Thread> during = threads();
        during.removeAll(before);
        assertThat(during).extracting(Thread::getName).allMatch(name -> name.startsWith("fuscia-wit-"));
        assertThat(during).hasSizeLessThanOrEqualTo(2);

        engine.close();
        for (Thread thread : during) {
            thread.join();
        }
        WeakReference<ComponentEngine> gone = new WeakReference<>(engine);
        engine = null;

        assertCollected(List.of(gone));
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER_ONLY", "EAGER"})
    void keepsNothingOfComponentsThatItHasForgotten(EngineSettings.Compilation compilation) {
        try (ComponentEngine engine = new ComponentEngine(new EngineSettings(compilation, 0))) {
            List<WeakReference<?>> traces = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                traces.add(new WeakReference<>(engine.compile(HostileGuests.bytes("runtime/probe"))));
                abuse(engine);
            }
            assertCollected(traces);
        }
    }

    private static void abuse(ComponentEngine engine) {
        List<HostileCase> cases = new ArrayList<>(GuestCases.handles());
        cases.addAll(GuestCases.calls());
        cases.addAll(GuestCases.http());
        for (HostileCase hostile : cases) {
            try {
                hostile.attack().run(new HostileWorld(engine));
            } catch (Exception e) {
                // How each must end is HostileCorpusTest's business.
                assertThat(e).isInstanceOf(hostile.type());
            }
        }
        assertThat(GuestThread.mustStop()).isZero();
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static void assertCollected(List<? extends WeakReference<?>> traces) {
        for (int i = 0; i < COLLECTIONS; i++) {
            if (traces.stream().allMatch(trace -> trace.get() == null)) {
                return;
            }
            System.gc();
        }
        assertThat(traces).allMatch(trace -> trace.get() == null);
    }
}
