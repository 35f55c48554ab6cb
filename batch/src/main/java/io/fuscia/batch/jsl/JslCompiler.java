package io.fuscia.batch.jsl;

import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LockedWorkflow;
import java.util.List;

/**
 * Turns a workflow's graph into a job of the Job Specification Language (Jakarta Batch 2.1, chapter 8): one step per
 * node, branches as splits of flows. A pure function: the same graph gives the same text, always.
 *
 * <p><b>Why a decomposition.</b> A job has no edges. What it has is "then" (an element's {@code next}) and "at the same
 * time" (the flows of a split), nested at will; those two can say exactly the series-parallel orders. So the graph is
 * reduced to the edges that others do not imply ({@link PartialOrder}) and taken apart from the outside
 * ({@link Decomposition}): what no path connects becomes the flows of a split, what everything passes divides a
 * sequence. A graph made of these two comes out with exactly its own order: no node waits for one that it does not
 * depend on.
 *
 * <p><b>Where that is not enough.</b> A graph that holds an "N" ({@code a→c, a→d, b→d}) cannot be said in these words;
 * some node must wait for one it does not depend on. Finding the fewest such extra orderings is NP-hard, so they are
 * chosen one division at a time ({@link Cut}); each single division is the best one for its size, found exactly, and
 * the sizes are weighed in three ways of which the cheapest whole result is kept. Two things are guaranteed: only the
 * knotted part of a graph pays, never its surroundings (there is no barrier per level); and no division makes the
 * longest path longer, counted in nodes, so a workflow never needs more rounds than its author drew.
 *
 * <p><b>Lengths and depths.</b> JBeret walks a sequence by recursion and overflows after some 1,200 steps, but comes
 * back at the end of a flow. Sequences longer than {@value #LONGEST_SEQUENCE} are therefore folded into flows in a row,
 * and those again: 10,000 nodes in a chain need two levels. XML parsers refuse deep documents (more than 100
 * elements in JDK 25), so beyond {@value #DEEPEST_NESTING} splits in splits nodes
 * run level by level. That costs extra orderings, but again no longer path.
 *
 * <p><b>Loops.</b> A loop is one step; a parallel one is partitioned. How many items there are is known only when it
 * runs, so a mapper says how many partitions: as many as there are items, at most the loop's concurrency. They pull
 * items from a cursor that they share. A partition holds no partition and no split, so what is inside a loop (branches,
 * loops in loops) is run by the node runner, on the partition's thread and on others as far as there are some.
 *
 * <p><b>What is left out on purpose.</b> No {@code <end>}: inside a flow of a split it ends the whole job. No
 * transitions on exit status: which nodes run is decided by the node runner from our own records, and a step that has
 * nothing to do returns at once. {@code restartable="false"}: the batch runtime keeps definitions by job id, and all
 * our jobs share one, so its own restart could run another workflow's graph.
 */
public final class JslCompiler {
    /** The id of every compiled job, announced to the server's management model. */
    public static final String JOB_ID = "fuscia-workflow";

    /** The name of the batchlet that runs a node. */
    public static final String BATCHLET = "fusciaNode";

    /** The name of the mapper that says in how many partitions a parallel loop is run. */
    public static final String LOOP_MAPPER = "fusciaLoop";

    /** The name of the listener that reports a job's end. */
    public static final String LISTENER = "fusciaJob";

    /** The job parameter, and the property of batchlet and listener, that names the execution. */
    public static final String EXECUTION_ID = "execution_id";

    /** The job parameter, and the property of the listener, that names the workflow. */
    public static final String WORKFLOW_ID = "workflow_id";

    /** The batchlet's property that names the node by its path. */
    public static final String NODE_PATH = "node_path";

    static final int LONGEST_SEQUENCE = 100;
    static final int DEEPEST_NESTING = 32;

    private JslCompiler() {}

    /** The job of a workflow's outermost graph. @throws IllegalStateException if the graph has a cycle */
    public static String compile(LockedWorkflow workflow) {
        return compile(workflow.graph());
    }

    /** The job of a graph. @throws IllegalStateException if the graph has a cycle */
    static String compile(Graph graph) {
        PartialOrder order = new PartialOrder(graph);
        List<Shape> sequence = order.size() == 0
                ? List.of()
                : Decomposition.of(order, DEEPEST_NESTING).sequence();
        return new JslWriter(graph, order, LONGEST_SEQUENCE).job(sequence);
    }
}
