package io.fuscia.batch.jsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.input.NodeId;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Seeded graphs by the thousand, compiled, and read back by an independent reader. */
class JslOrderTest {
    private static final long SEED = Long.getLong("fuscia.seed", 20261123L);

    /** What compiling one graph did to its order. */
    private record Effect(int free, int extra, int longestBefore, int longestAfter) {}

    @Test
    void keepsEveryOrderAndEveryNodeOfRandomGraphs() {
        Random random = new Random(SEED);
        List<Effect> effects = new ArrayList<>();
        for (int round = 0; round < 3000; round++) {
            int nodes = 1 + random.nextInt(round % 10 == 0 ? 200 : 40);
            Graph graph =
                    switch (round % 3) {
                        case 0 -> Graphs.random(random, nodes, Math.pow(random.nextDouble(), 3));
                        case 1 -> Graphs.drawn(random, nodes);
                        default -> Graphs.seriesParallel(random, nodes, 1 + random.nextInt(4));
                    };
            effects.add(check(graph, "seed " + SEED + ", round " + round));
        }
        report("random graphs", effects);
        assertThat(effects).allMatch(e -> e.longestAfter == e.longestBefore);
    }

    @Test
    void addsNoOrderToSeriesParallelGraphs() {
        Random random = new Random(SEED);
        List<Effect> effects = new ArrayList<>();
        for (int round = 0; round < 2000; round++) {
            Graph graph = Graphs.seriesParallel(random, 1 + random.nextInt(round % 10 == 0 ? 200 : 40), 0);
            effects.add(check(graph, "seed " + SEED + ", round " + round));
        }
        report("series-parallel graphs", effects);
        assertThat(effects).allMatch(e -> e.extra == 0);
    }

    @Test
    void addsHardlyMoreOrderThanTheBestAnswerToSmallGraphs() {
        Random random = new Random(SEED);
        long added = 0;
        long needed = 0;
        int best = 0;
        int rounds = 3000;
        for (int round = 0; round < rounds; round++) {
            int nodes = 4 + random.nextInt(6);
            Graph graph = round % 2 == 0
                    ? Graphs.random(random, nodes, 0.1 + random.nextDouble() * 0.4)
                    : Graphs.drawn(random, nodes);
            int extra = check(graph, "seed " + SEED + ", round " + round).extra;
            int fewest = new FewestOrderings(order(graph)).count();
            assertThat(extra).isGreaterThanOrEqualTo(fewest);
            added += extra;
            needed += fewest;
            best += extra == fewest ? 1 : 0;
        }
        System.out.printf(
                "small graphs: %d of %d best, %d orderings added where %d were needed%n", best, rounds, added, needed);
        assertThat(best).isGreaterThan(rounds * 95 / 100);
        assertThat(added).isLessThan(needed * 11 / 10);
    }

    private static Effect check(Graph graph, String what) {
        ReadJob job = ReadJob.of(JslCompiler.compile(graph));
        Map<NodeId, Integer> number = new HashMap<>();
        graph.topologicalOrder().forEach(id -> number.put(id, number.size()));
        BitSet[] before = order(graph);
        assertThat(job.before.keySet())
                .as(what)
                .containsExactlyInAnyOrderElementsOf(
                        graph.nodes().stream().map(n -> n.id().value()).toList());
        int ordered = 0;
        int orderedByJob = 0;
        for (var entry : job.before.entrySet()) {
            Set<String> earlier = entry.getValue();
            orderedByJob += earlier.size();
            for (NodeId id : graph.upstream(new NodeId(entry.getKey()))) {
                assertThat(earlier).as(what).contains(id.value());
            }
        }
        for (BitSet bits : before) {
            ordered += bits.cardinality();
        }
        int nodes = graph.nodes().size();
        return new Effect(nodes * (nodes - 1) / 2 - ordered, orderedByJob - ordered, longest(graph), job.longest);
    }

    /** By topological number: all nodes before. */
    private static BitSet[] order(Graph graph) {
        List<NodeId> ids = graph.topologicalOrder();
        Map<NodeId, Integer> number = new HashMap<>();
        ids.forEach(id -> number.put(id, number.size()));
        BitSet[] before = new BitSet[ids.size()];
        for (int at = 0; at < before.length; at++) {
            before[at] = new BitSet();
            for (Edge edge : graph.incoming(ids.get(at))) {
                before[at].set(number.get(edge.from()));
                before[at].or(before[number.get(edge.from())]);
            }
        }
        return before;
    }

    private static int longest(Graph graph) {
        Map<NodeId, Integer> depth = new HashMap<>();
        int longest = 0;
        for (NodeId id : graph.topologicalOrder()) {
            int deepest = graph.upstream(id).stream().mapToInt(depth::get).max().orElse(0) + 1;
            depth.put(id, deepest);
            longest = Math.max(longest, deepest);
        }
        return longest;
    }

    private static void report(String what, List<Effect> effects) {
        System.out.printf(
                "%s (seed %d): %d graphs, %d with extra orderings; %d of %d free pairs ordered; longest path grew %d times%n",
                what,
                SEED,
                effects.size(),
                effects.stream().filter(e -> e.extra > 0).count(),
                effects.stream().mapToLong(Effect::extra).sum(),
                effects.stream().mapToLong(Effect::free).sum(),
                effects.stream().filter(e -> e.longestAfter > e.longestBefore).count());
    }
}
