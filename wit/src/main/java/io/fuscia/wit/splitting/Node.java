package io.fuscia.wit.splitting;

import java.util.BitSet;
import java.util.List;

/** One instruction of a function, with everything nested in it. Used by one thread. */
abstract sealed class Node {
    /** Operands on the stack before it, counted from the start of its sequence. */
    int height;

    /** Locals whose value may still be read from here on; see {@link Liveness}. Never changed, only replaced. */
    BitSet live;

    /** Returns roughly how many bytes of Java bytecode it becomes. */
    abstract int weight();

    abstract int pops();

    abstract int pushes();

    /** Returns whether nothing after it in its sequence is ever reached. */
    abstract boolean terminal();

    /** What an instruction does to a local. */
    enum Access {
        NONE(0x00),
        GET(0x20),
        SET(0x21),
        TEE(0x22);

        final int opcode;

        Access(int opcode) {
            this.opcode = opcode;
        }
    }

    /** Any instruction without labels; its bytes stay as they are, but for the number of a local. */
    static final class Plain extends Node {
        final byte[] bytes;
        final Access access;
        final int local;
        private final int weight;
        private final int pops;
        private final int pushes;
        private final boolean terminal;

        Plain(byte[] bytes, Access access, int local, int weight, int pops, int pushes, boolean terminal) {
            this.bytes = bytes;
            this.access = access;
            this.local = local;
            this.weight = weight;
            this.pops = pops;
            this.pushes = pushes;
            this.terminal = terminal;
        }

        @Override
        int weight() {
            return weight;
        }

        @Override
        int pops() {
            return pops;
        }

        @Override
        int pushes() {
            return pushes;
        }

        @Override
        boolean terminal() {
            return terminal;
        }
    }

    enum Jump {
        BR,
        BR_IF,
        BR_TABLE,
        RETURN
    }

    /** A branch; {@code labels} count enclosing constructs from the inside, the last one of a table is its default. */
    static final class Branch extends Node {
        final Jump jump;
        final int[] labels;

        /** How many operands it takes along. */
        final int operands;

        Branch(Jump jump, int[] labels, int operands) {
            this.jump = jump;
            this.labels = labels;
            this.operands = operands;
        }

        @Override
        int weight() {
            return switch (jump) {
                case BR, RETURN -> 6;
                case BR_IF -> 9;
                case BR_TABLE -> 16 + 4 * labels.length;
            };
        }

        @Override
        int pops() {
            return operands + (jump == Jump.BR_IF || jump == Jump.BR_TABLE ? 1 : 0);
        }

        @Override
        int pushes() {
            return jump == Jump.BR_IF ? operands : 0;
        }

        @Override
        boolean terminal() {
            return jump != Jump.BR_IF;
        }
    }

    enum Kind {
        BLOCK(0x02),
        LOOP(0x03),
        IF(0x04);

        final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }
    }

    /** A block, loop or if with its sequences. */
    static final class Construct extends Node {
        final Kind kind;
        final byte[] type;
        final int parameters;
        final int results;
        List<Node> body;
        List<Node> otherwise;
        private int weight;

        /** Live locals where a branch to its label goes. */
        BitSet labelLive = new BitSet();

        /** Whether it is what became of a split-off part, and so has nothing to split off. */
        boolean outlined;

        Construct(Kind kind, byte[] type, int parameters, int results) {
            this.kind = kind;
            this.type = type;
            this.parameters = parameters;
            this.results = results;
        }

        /** Returns how many operands a branch to its label carries. */
        int labelArity() {
            return kind == Kind.LOOP ? parameters : results;
        }

        void weigh() {
            weight = (kind == Kind.IF ? 6 : 0) + sum(body) + (otherwise == null ? 0 : sum(otherwise));
        }

        static int sum(List<Node> sequence) {
            int sum = 0;
            for (Node node : sequence) {
                sum += node.weight();
            }
            return sum;
        }

        @Override
        int weight() {
            return weight;
        }

        @Override
        int pops() {
            return parameters + (kind == Kind.IF ? 1 : 0);
        }

        @Override
        int pushes() {
            return results;
        }

        @Override
        boolean terminal() {
            return false;
        }
    }
}
