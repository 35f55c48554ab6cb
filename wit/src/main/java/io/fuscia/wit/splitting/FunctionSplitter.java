package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Construct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Splits one function until it is small enough, or nothing is left to split off: the largest parts first, from the
 * outside in. A switch of many cases so becomes a table of calls. One use.
 */
final class FunctionSplitter {
    private static final BitSet NONE = new BitSet();
    private static final int MAX_PARAMETERS = 48;
    private static final int MAX_RESULTS = 24;
    private static final int MAX_ROUNDS = 20;

    private final SplittingLimits limits;
    private final Outlining outlining;
    private final List<Node> function;
    private final List<Construct> enclosing = new ArrayList<>();
    private int excess;
    private int minimum;
    private int maxExits;
    private boolean changed;

    FunctionSplitter(SplittingLimits limits, Outlining outlining, List<Node> function) {
        this.limits = limits;
        this.outlining = outlining;
        this.function = function;
    }

    /** Splits; returns whether it changed anything. */
    boolean split() {
        boolean any = false;
        // First parts with few ways out: a table of many cases stays where it is, as long as it may.
        int[] exits = {8, 8, 64, Integer.MAX_VALUE, Integer.MAX_VALUE};
        for (int pass = 0; pass < exits.length; pass++) {
            int rounds = 0;
            do {
                changed = false;
                excess = Construct.sum(function) - limits.function();
                if (excess <= 0) {
                    return any;
                }
                minimum = pass == 0 ? limits.smallest() : limits.smallest() / 3;
                maxExits = exits[pass];
                Liveness.analyse(function);
                List<Node> result = sequence(function, NONE);
                function.clear();
                function.addAll(result);
                any |= changed;
            } while (changed && pass > 0 && ++rounds < MAX_ROUNDS);
        }
        return any;
    }

    private List<Node> sequence(List<Node> sequence, BitSet after) {
        List<Node> result = new ArrayList<>();
        int i = 0;
        while (i < sequence.size()) {
            int end = excess > 0 && sequence.get(i).height == 0 ? end(sequence, i) : i;
            Part part = end == i ? null : best(sequence, i, end, after);
            if (part == null) {
                Node node = sequence.get(i++);
                if (node instanceof Construct construct) {
                    inside(construct, i < sequence.size() ? sequence.get(i).live : after);
                }
                result.add(node);
            } else {
                i += part.nodes.size();
                List<Node> replaced = outlining.replace(part);
                BitSet behind = i < sequence.size() ? sequence.get(i).live : after;
                replaced.forEach(node -> node.live = behind);
                excess -= Construct.sum(part.nodes) - Construct.sum(replaced);
                changed = true;
                result.addAll(replaced);
            }
        }
        return result;
    }

    private void inside(Construct construct, BitSet after) {
        if (construct.outlined || excess <= 0 || construct.weight() < minimum) {
            return;
        }
        enclosing.add(construct);
        construct.body = sequence(construct.body, after);
        if (construct.otherwise != null) {
            construct.otherwise = sequence(construct.otherwise, after);
        }
        enclosing.remove(enclosing.size() - 1);
        construct.weigh();
    }

    /** Returns where the longest part that starts here ends. */
    private int end(List<Node> sequence, int start) {
        int best = start;
        int weight = 0;
        for (int i = start; i < sequence.size(); i++) {
            Node node = sequence.get(i);
            weight += node.weight();
            if (weight > limits.part() || node.height + node.pushes() - node.pops() < 0) {
                break;
            }
            if (endsHere(node)) {
                best = i + 1;
            }
        }
        return best;
    }

    private static boolean endsHere(Node node) {
        return node.terminal() || node.height + node.pushes() - node.pops() == 0;
    }

    /** Returns the longest good part that starts here, null if there is none. */
    private Part best(List<Node> sequence, int start, int longest, BitSet after) {
        int end = longest;
        while (end > start) {
            List<Node> nodes = List.copyOf(sequence.subList(start, end));
            int weight = Construct.sum(nodes);
            if (weight < minimum) {
                return null;
            }
            Part part = new Part(nodes, enclosing, end < sequence.size() ? sequence.get(end).live : after);
            if (part.possible()
                    && part.exits.size() <= maxExits
                    && part.parameters.size() <= MAX_PARAMETERS
                    && part.results.size() <= MAX_RESULTS
                    && weight - part.remains() >= minimum / 2) {
                return part;
            }
            end = start + (end - start) / 2;
            while (end > start && !endsHere(sequence.get(end - 1))) {
                end--;
            }
        }
        return null;
    }
}
