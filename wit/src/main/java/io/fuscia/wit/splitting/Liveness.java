package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Access;
import io.fuscia.wit.splitting.Node.Branch;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Node.Kind;
import io.fuscia.wit.splitting.Node.Plain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds out before which instruction which locals may still be read: backwards, and again until the loops agree with
 * themselves. What it says to be dead is dead; the other way round it may err. One use.
 */
final class Liveness {
    private static final BitSet NONE = new BitSet();

    private final List<Construct> enclosing = new ArrayList<>();
    private boolean changed;

    private Liveness() {}

    /** Sets {@link Node#live} and {@link Construct#labelLive} everywhere. */
    static void analyse(List<Node> function) {
        Liveness liveness = new Liveness();
        do {
            liveness.changed = false;
            liveness.sequence(function, NONE);
        } while (liveness.changed);
    }

    private BitSet sequence(List<Node> sequence, BitSet after) {
        BitSet live = after;
        for (int i = sequence.size() - 1; i >= 0; i--) {
            Node node = sequence.get(i);
            if (node instanceof Plain plain) {
                live = plain(plain, live);
            } else if (node instanceof Branch branch) {
                live = branch(branch, live);
            } else {
                live = construct((Construct) node, live);
            }
            node.live = live;
        }
        return live;
    }

    private static BitSet plain(Plain plain, BitSet after) {
        if (plain.terminal()) {
            return NONE;
        }
        if (plain.access == Access.NONE || after.get(plain.local) == (plain.access == Access.GET)) {
            return after;
        }
        BitSet live = (BitSet) after.clone();
        live.set(plain.local, plain.access == Access.GET);
        return live;
    }

    private BitSet branch(Branch branch, BitSet after) {
        BitSet live = branch.terminal() ? new BitSet() : (BitSet) after.clone();
        for (int label : branch.labels) {
            if (label < enclosing.size()) {
                live.or(enclosing.get(enclosing.size() - 1 - label).labelLive);
            }
        }
        return live;
    }

    private BitSet construct(Construct construct, BitSet after) {
        if (construct.kind != Kind.LOOP) {
            construct.labelLive = after;
        }
        enclosing.add(construct);
        BitSet live = sequence(construct.body, after);
        if (construct.kind == Kind.IF) {
            BitSet both = (BitSet) live.clone();
            both.or(construct.otherwise == null ? after : sequence(construct.otherwise, after));
            live = both;
        }
        enclosing.remove(enclosing.size() - 1);
        if (construct.kind == Kind.LOOP) {
            BitSet known = (BitSet) construct.labelLive.clone();
            known.or(live);
            if (!known.equals(construct.labelLive)) {
                construct.labelLive = known;
                changed = true;
            }
        }
        return live;
    }
}
