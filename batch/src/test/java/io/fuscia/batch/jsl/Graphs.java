package io.fuscia.batch.jsl;

import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LoopFailureMode;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodeSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Graphs for tests, by hand and by chance. What a node does plays no part here, so all are triggers. */
public final class Graphs {
    private Graphs() {}

    /** Words such as {@code a>b>c} for a path and {@code d} for a node without edges. */
    public static Graph of(String text) {
        Set<String> nodes = new LinkedHashSet<>();
        List<Edge> edges = new ArrayList<>();
        for (String path : text.split(" ", -1)) {
            String[] ids = path.split(">", -1);
            nodes.addAll(Arrays.asList(ids));
            for (int at = 1; at < ids.length; at++) {
                edges.add(Edge.of(new NodeId(ids[at - 1]), new NodeId(ids[at])));
            }
        }
        return new Graph(nodes.stream().map(Graphs::node).toList(), edges);
    }

    /** A loop of this concurrency named {@code each} between {@code start} and {@code end}, with one node inside. */
    public static Graph withLoop(int concurrency) {
        NodeDefinition loop = new NodeDefinition.Loop(
                new NodeId("each"),
                InputValue.ObjectValue.EMPTY,
                NodeSettings.DEFAULT,
                new InputValue.ArrayValue(List.of()),
                concurrency > 1,
                concurrency,
                LoopFailureMode.CONTINUE,
                of("inner"));
        return new Graph(
                List.of(node("start"), loop, node("end")),
                List.of(
                        Edge.of(new NodeId("start"), new NodeId("each")),
                        Edge.of(new NodeId("each"), new NodeId("end"))));
    }

    /** Nodes {@code n0, n1, …} with these edges. */
    public static Graph of(int nodes, List<int[]> edges) {
        List<NodeDefinition> definitions = new ArrayList<>();
        for (int at = 0; at < nodes; at++) {
            definitions.add(node("n" + at));
        }
        return new Graph(
                definitions,
                edges.stream()
                        .map(e -> Edge.of(new NodeId("n" + e[0]), new NodeId("n" + e[1])))
                        .toList());
    }

    public static Graph chain(int nodes) {
        List<int[]> edges = new ArrayList<>();
        for (int at = 1; at < nodes; at++) {
            edges.add(new int[] {at - 1, at});
        }
        return of(nodes, edges);
    }

    /** One node, then so many side by side, then one. */
    public static Graph fan(int width) {
        List<int[]> edges = new ArrayList<>();
        for (int at = 1; at <= width; at++) {
            edges.add(new int[] {0, at});
            edges.add(new int[] {at, width + 1});
        }
        return of(width + 2, edges);
    }

    /** Splits in splits: every level has a node beside the next level, between a first and a last node. */
    public static Graph nested(int levels) {
        List<int[]> edges = new ArrayList<>();
        int count = 2;
        int first = 0;
        int last = 1;
        for (int level = 0; level < levels; level++) {
            int beside = count++;
            int innerFirst = count++;
            int innerLast = count++;
            edges.add(new int[] {first, beside});
            edges.add(new int[] {beside, last});
            edges.add(new int[] {first, innerFirst});
            edges.add(new int[] {innerLast, last});
            first = innerFirst;
            last = innerLast;
        }
        edges.add(new int[] {first, last});
        return of(count, edges);
    }

    /** Every pair is an edge with this probability. */
    public static Graph random(Random random, int nodes, double density) {
        List<int[]> edges = new ArrayList<>();
        List<Integer> names = shuffled(random, nodes);
        for (int from = 0; from < nodes; from++) {
            for (int to = from + 1; to < nodes; to++) {
                if (random.nextDouble() < density) {
                    edges.add(new int[] {names.get(from), names.get(to)});
                }
            }
        }
        Collections.shuffle(edges, random);
        return of(nodes, edges);
    }

    /** Like what people draw: each node after the first few has one to three predecessors among the latest nodes. */
    public static Graph drawn(Random random, int nodes) {
        Set<List<Integer>> edges = new LinkedHashSet<>();
        int roots = 1 + random.nextInt(3);
        int window = 2 + random.nextInt(10);
        for (int to = roots; to < nodes; to++) {
            for (int count = 1 + random.nextInt(random.nextBoolean() ? 1 : 3); count > 0; count--) {
                edges.add(List.of(Math.max(0, to - 1 - random.nextInt(window)), to));
            }
        }
        return of(nodes, edges.stream().map(e -> new int[] {e.get(0), e.get(1)}).toList());
    }

    /** Series and branches at random, then so many edges that may tie knots into it. */
    public static Graph seriesParallel(Random random, int nodes, int extraEdges) {
        List<Integer> names = shuffled(random, nodes);
        List<int[]> edges = new ArrayList<>();
        seriesParallel(random, names, edges);
        for (int extra = 0; extra < extraEdges && nodes > 1; extra++) {
            int from = random.nextInt(nodes - 1);
            int to = from + 1 + random.nextInt(nodes - from - 1);
            edges.add(new int[] {names.get(from), names.get(to)});
        }
        Collections.shuffle(edges, random);
        return of(nodes, edges);
    }

    /** All nodes of the first part before all of the second, or none; either way every edge goes forward in the list. */
    private static void seriesParallel(Random random, List<Integer> names, List<int[]> edges) {
        if (names.size() < 2) {
            return;
        }
        int middle = 1 + random.nextInt(names.size() - 1);
        List<Integer> first = names.subList(0, middle);
        List<Integer> second = names.subList(middle, names.size());
        seriesParallel(random, first, edges);
        seriesParallel(random, second, edges);
        if (random.nextBoolean()) {
            for (int from : first) {
                for (int to : second) {
                    edges.add(new int[] {from, to});
                }
            }
        }
    }

    private static List<Integer> shuffled(Random random, int nodes) {
        List<Integer> names = new ArrayList<>();
        for (int at = 0; at < nodes; at++) {
            names.add(at);
        }
        Collections.shuffle(names, random);
        return names;
    }

    private static NodeDefinition node(String id) {
        return new NodeDefinition.Trigger(
                new NodeId(id),
                new InputValue.ObjectValue(Map.of()),
                NodeSettings.DEFAULT,
                new NodeDefinition.TriggerSource.Manual(),
                Optional.empty());
    }
}
