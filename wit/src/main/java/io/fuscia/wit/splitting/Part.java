package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Access;
import io.fuscia.wit.splitting.Node.Branch;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Node.Jump;
import io.fuscia.wit.splitting.Node.Plain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Consecutive nodes of one sequence, which begin and end with an empty operand stack, as a candidate for a function of
 * its own: what comes in, what goes out, and which ways lead out besides its end.
 */
final class Part {
    /** The way out that is a return from the whole function. */
    static final int RETURN = -1;

    final List<Node> nodes;

    /** Locals that it needs the value of. */
    final List<Integer> parameters = new ArrayList<>();

    /** Locals whose value it may have changed and that may still be read. */
    final List<Integer> results = new ArrayList<>();

    /** All locals that it touches. */
    final BitSet touched = new BitSet();

    /** Labels outside, counted from the sequence, or {@link #RETURN}; each with its code, from 1. */
    final Map<Integer, Integer> exits = new LinkedHashMap<>();

    private final List<Construct> enclosing;
    private final BitSet written = new BitSet();
    private boolean possible = true;

    /**
     * @param enclosing the constructs around the sequence, outermost first
     * @param after live locals behind the part
     */
    Part(List<Node> nodes, List<Construct> enclosing, BitSet after) {
        this.nodes = nodes;
        this.enclosing = enclosing;
        visit(nodes, 0);
        BitSet live = fallsThrough() ? (BitSet) after.clone() : new BitSet();
        for (int exit : exits.keySet()) {
            if (exit != RETURN) {
                live.or(enclosing.get(enclosing.size() - 1 - exit).labelLive);
            }
        }
        live.and(written);
        live.stream().forEach(results::add);
        BitSet needed = (BitSet) nodes.get(0).live.clone();
        needed.and(touched);
        needed.stream().forEach(parameters::add);
    }

    boolean fallsThrough() {
        return !nodes.get(nodes.size() - 1).terminal();
    }

    /** Returns whether it can be a function at all. */
    boolean possible() {
        return possible;
    }

    /** Returns roughly what is left in its place, in bytes of Java bytecode. */
    int remains() {
        return 14 + 2 * parameters.size() + 11 * results.size() + (exits.isEmpty() ? 0 : 16 + 4 * exits.size());
    }

    private void visit(List<Node> sequence, int depth) {
        for (Node node : sequence) {
            if (node instanceof Plain plain) {
                if (plain.access != Access.NONE) {
                    touched.set(plain.local);
                    if (plain.access != Access.GET) {
                        written.set(plain.local);
                    }
                }
            } else if (node instanceof Branch branch) {
                visit(branch, depth);
            } else {
                Construct construct = (Construct) node;
                visit(construct.body, depth + 1);
                if (construct.otherwise != null) {
                    visit(construct.otherwise, depth + 1);
                }
            }
        }
    }

    private void visit(Branch branch, int depth) {
        if (branch.jump == Jump.RETURN) {
            exit(RETURN);
        }
        for (int label : branch.labels) {
            int outside = label - depth;
            if (outside < 0) {
                continue;
            }
            // Only a return can take an operand along.
            possible &= branch.operands == 0 || (branch.jump == Jump.BR && outside >= enclosing.size());
            exit(outside >= enclosing.size() ? RETURN : outside);
        }
    }

    private void exit(int label) {
        exits.putIfAbsent(label, exits.size() + 1);
    }
}
