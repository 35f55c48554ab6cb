package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Branch;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Node.Jump;
import io.fuscia.wit.splitting.Node.Plain;
import java.util.ArrayList;
import java.util.List;

/** Writes nodes as instructions: as they are, or (with a part) as the body of the part's own function. */
final class BodyWriter {
    static final int VOID = 0x40;

    private final WasmWriter out = new WasmWriter();
    private final Part part;
    private final int[] localNumbers;
    private final int table;
    private final int returned;

    private BodyWriter(Part part, int[] localNumbers, int table, int returned) {
        this.part = part;
        this.localNumbers = localNumbers;
        this.table = table;
        this.returned = returned;
    }

    /** Writes a whole function's instructions, with the end. */
    static byte[] whole(List<Node> body) {
        BodyWriter writer = new BodyWriter(null, null, -1, -1);
        writer.sequence(body, 0);
        return writer.out.raw(0x0b).bytes();
    }

    /**
     * Writes a part's instructions; ways out leave the code of the exit on the stack and go to the construct right around
     * them.
     *
     * @param localNumbers the new number of each local
     * @param table a local of its own for the operand of {@code br_table}
     * @param returned a local of its own for the value that the whole function returns, -1 if none
     */
    static byte[] part(Part part, int[] localNumbers, int table, int returned) {
        BodyWriter writer = new BodyWriter(part, localNumbers, table, returned);
        writer.sequence(part.nodes, 0);
        return writer.out.bytes();
    }

    private void sequence(List<Node> sequence, int depth) {
        for (Node node : sequence) {
            if (node instanceof Plain plain) {
                plain(plain);
            } else if (node instanceof Branch branch) {
                branch(branch, depth);
            } else {
                construct((Construct) node, depth);
            }
        }
    }

    private void plain(Plain plain) {
        if (plain.bytes != null) {
            out.raw(plain.bytes);
        } else {
            int number = localNumbers == null ? plain.local : localNumbers[plain.local];
            out.raw(plain.access.opcode).number(number);
        }
    }

    private void construct(Construct construct, int depth) {
        out.raw(construct.kind.opcode).raw(construct.type);
        sequence(construct.body, depth + 1);
        if (construct.otherwise != null) {
            out.raw(0x05);
            sequence(construct.otherwise, depth + 1);
        }
        out.raw(0x0b);
    }

    private void branch(Branch branch, int depth) {
        boolean inside = part == null;
        if (!inside && branch.jump != Jump.RETURN) {
            inside = true;
            for (int label : branch.labels) {
                inside &= label < depth;
            }
        }
        if (inside) {
            asItIs(branch);
        } else if (branch.jump == Jump.BR_TABLE) {
            tableOut(branch, depth);
        } else if (branch.jump == Jump.BR_IF) {
            out.raw(0x04).raw(VOID);
            leave(exit(branch.labels[0], depth), depth + 1);
            out.raw(0x0b);
        } else {
            int exit = branch.jump == Jump.RETURN ? Part.RETURN : exit(branch.labels[0], depth);
            if (exit == Part.RETURN && returned >= 0) {
                out.raw(0x21).number(returned);
            }
            leave(exit, depth);
        }
    }

    private void asItIs(Branch branch) {
        switch (branch.jump) {
            case BR -> out.raw(0x0c).number(branch.labels[0]);
            case BR_IF -> out.raw(0x0d).number(branch.labels[0]);
            case BR_TABLE -> {
                out.raw(0x0e).number(branch.labels.length - 1);
                for (int label : branch.labels) {
                    out.number(label);
                }
            }
            case RETURN -> out.raw(0x0f);
        }
    }

    private int exit(int label, int depth) {
        int outside = label - depth;
        return part.exits.containsKey(outside) ? outside : Part.RETURN;
    }

    private void leave(int exit, int depth) {
        out.raw(0x41).signed(part.exits.get(exit)).raw(0x0c).number(depth);
    }

    /** Each way out gets a block around the table, behind whose end it leaves. */
    private void tableOut(Branch branch, int depth) {
        List<Integer> exits = new ArrayList<>();
        for (int label : branch.labels) {
            if (label >= depth && !exits.contains(exit(label, depth))) {
                exits.add(exit(label, depth));
            }
        }
        out.raw(0x21).number(table);
        for (int i = 0; i < exits.size(); i++) {
            out.raw(0x02).raw(VOID);
        }
        out.raw(0x20).number(table).raw(0x0e).number(branch.labels.length - 1);
        for (int label : branch.labels) {
            out.number(label < depth ? label + exits.size() : exits.indexOf(exit(label, depth)));
        }
        for (int i = 0; i < exits.size(); i++) {
            out.raw(0x0b);
            leave(exits.get(i), depth + exits.size() - 1 - i);
        }
    }
}
