package io.fuscia.wit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.readme.Readme;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The reference tests, one test per command. */
class ConformanceTest {
    private static final ExpectedFailures FAILURES = ExpectedFailures.load();

    private static ComponentEngine engine;

    @BeforeAll
    static void open() {
        engine = new ComponentEngine(new EngineSettings(EngineSettings.Compilation.INTERPRETER_ONLY, 0));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @TestFactory
    Stream<DynamicContainer> binary() {
        return containers("binary");
    }

    @TestFactory
    Stream<DynamicContainer> validation() {
        return containers("validation");
    }

    @TestFactory
    Stream<DynamicContainer> values() {
        return containers("values");
    }

    @TestFactory
    Stream<DynamicContainer> linking() {
        return containers("linking");
    }

    @TestFactory
    Stream<DynamicContainer> resources() {
        return containers("resources");
    }

    /** The asynchronous set is refused by name; what is synchronous in these scripts runs. */
    @TestFactory
    Stream<DynamicContainer> async() {
        return containers("async");
    }

    @Test
    void listsOnlyCommandsThatExist() {
        Set<String> keys = new HashSet<>();
        for (String folder : Script.FOLDERS) {
            for (Script script : Script.in(folder)) {
                script.commands().forEach(command -> keys.add(ExpectedFailures.key(script, command)));
            }
        }
        assertThat(FAILURES.keys()).isSubsetOf(keys);
    }

    /** What README.md says of each file is what happens. */
    @Test
    void isShownInTheReadme() {
        Readme.assertShows("conformance", ConformanceTable.of(engine, FAILURES));
    }

    private static Stream<DynamicContainer> containers(String folder) {
        return Script.in(folder).stream().map(ConformanceTest::container);
    }

    private static DynamicContainer container(Script script) {
        ScriptRunner runner = new ScriptRunner(engine);
        List<DynamicTest> tests = new ArrayList<>();
        for (Command command : script.commands()) {
            String name = script.name() + ":" + command.line() + " "
                    + command.getClass().getSimpleName();
            tests.add(DynamicTest.dynamicTest(name, () -> runner.run(command, FAILURES.of(script, command))));
        }
        return DynamicContainer.dynamicContainer(script.name(), script.file().toUri(), tests.stream());
    }
}
