package io.fuscia.batch.jsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.workflow.Graph;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiled jobs against golden files and the Jakarta Batch schema. {@code -Dfuscia.golden=write} writes the files anew.
 */
class JslCompilerTest {
    private static final Map<String, Graph> GOLDEN = new TreeMap<>(Map.ofEntries(
            Map.entry("linear", Graphs.of("start>fetch>transform>store")),
            Map.entry("diamond", Graphs.of("start>left>join start>right>join")),
            Map.entry("n", Graphs.of("start>a>c start>b>d a>d")),
            Map.entry("wide_50", Graphs.fan(50)),
            Map.entry("deep_50", Graphs.chain(50)),
            Map.entry("two_triggers", Graphs.of("by_hand>check>store by_hook>check by_hook>log")),
            Map.entry("nested_diamonds", Graphs.of("start>a>b>d>e>end b>c>e a>f>end start>g>end")),
            Map.entry("isolated_branches_joined", Graphs.of("t1>a>b>join t2>c>join t3>join join>last")),
            Map.entry("implied_edges", Graphs.of("start>a>b>c start>c start>b a>c")),
            Map.entry("loop_sequential", Graphs.withLoop(1)),
            Map.entry("loop_parallel", Graphs.withLoop(5)),
            Map.entry("name_of_the_job", Graphs.of("start>fuscia-workflow>end"))));

    static Stream<String> goldenNames() {
        return GOLDEN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("goldenNames")
    void writesTheGoldenFile(String name) throws IOException {
        String job = JslCompiler.compile(GOLDEN.get(name));
        if ("write".equals(System.getProperty("fuscia.golden"))) {
            Files.writeString(Path.of("src/test/resources/jsl", name + ".xml"), job);
        }
        try (InputStream golden = JslCompilerTest.class.getResourceAsStream("/jsl/" + name + ".xml")) {
            assertThat(golden).as("golden file of %s", name).isNotNull();
            assertThat(job).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("goldenNames")
    void isValidAgainstTheJakartaBatchSchema(String name) {
        assertValid(JslCompiler.compile(GOLDEN.get(name)));
    }

    @Test
    void isValidAgainstTheJakartaBatchSchemaForRandomGraphs() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            assertValid(JslCompiler.compile(Graphs.drawn(random, 1 + random.nextInt(200))));
        }
        assertValid(JslCompiler.compile(Graphs.chain(10_000)));
        assertValid(JslCompiler.compile(Graphs.nested(60)));
    }

    @Test
    void writesTheSameTextForTheSameGraph() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(JslCompiler.compile(Graphs.random(new Random(seed), 100, 0.05)))
                    .isEqualTo(JslCompiler.compile(Graphs.random(new Random(seed), 100, 0.05)));
        }
    }

    @Test
    void foldsLongSequencesSoThatNoneIsLongerThanTheLimit() {
        for (int nodes : IntStream.of(99, 100, 101, 2_500).toArray()) {
            ReadJob job = ReadJob.of(JslCompiler.compile(Graphs.chain(nodes)));
            assertThat(job.before).hasSize(nodes);
            assertThat(job.longest).isEqualTo(nodes);
            assertThat(job.longestSequence).isLessThanOrEqualTo(JslCompiler.LONGEST_SEQUENCE);
        }
    }

    @Test
    void runsLevelByLevelWhereBranchesWouldNestTooDeep() {
        ReadJob job = ReadJob.of(JslCompiler.compile(Graphs.nested(300)));
        assertThat(job.before).hasSize(902);
        assertThat(job.deepest).isLessThan(90);
        assertThat(job.longest).isEqualTo(602);
    }

    @Test
    void refusesACycle() {
        assertThatThrownBy(() -> JslCompiler.compile(Graphs.of("a>b>c>a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Timeout(300)
    void compilesMoreThanAnybodyDraws() {
        Random random = new Random(1);
        assertOneStepForEachNode("200 drawn nodes", Graphs.drawn(random, 200));
        assertOneStepForEachNode("2,000 random nodes, sparse", Graphs.random(random, 2_000, 0.002));
        assertOneStepForEachNode("2,000 random nodes, dense", Graphs.random(random, 2_000, 0.1));
        assertOneStepForEachNode("2,000 drawn nodes", Graphs.drawn(random, 2_000));
        assertOneStepForEachNode("10,000 in a chain", Graphs.chain(10_000));
        assertOneStepForEachNode("10,000 side by side", Graphs.fan(10_000));
        assertOneStepForEachNode("5,000 drawn nodes", Graphs.drawn(random, 5_000));
    }

    private static void assertOneStepForEachNode(String what, Graph graph) {
        long start = System.nanoTime();
        String job = JslCompiler.compile(graph);
        System.out.printf(
                "%s: compiled in %d ms, %d characters%n", what, (System.nanoTime() - start) / 1_000_000, job.length());
        assertThat(job.split("<step ", -1)).as(what).hasSize(graph.nodes().size() + 1);
    }

    private static final Schema SCHEMA = schema();

    /** The schema that the API's own jar carries. */
    private static Schema schema() {
        try {
            URL xsd = JslCompilerTest.class.getClassLoader().getResource("xsd/jobXML_2_0.xsd");
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(xsd);
        } catch (org.xml.sax.SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertValid(String job) {
        try {
            SCHEMA.newValidator().validate(new StreamSource(new StringReader(job)));
        } catch (org.xml.sax.SAXException e) {
            throw new AssertionError(e.getMessage() + " in\n" + job, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
