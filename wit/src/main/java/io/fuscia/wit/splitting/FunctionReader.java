package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Access;
import io.fuscia.wit.splitting.Node.Branch;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Node.Jump;
import io.fuscia.wit.splitting.Node.Kind;
import io.fuscia.wit.splitting.Node.Plain;
import io.fuscia.wit.splitting.Signatures.Signature;
import java.util.ArrayList;
import java.util.List;

/** Reads a valid function body into nodes. Code that is never reached is left out. */
final class FunctionReader {
    private static final int MAX_LOCALS = 50_000;
    private static final int END = 0x0b;
    private static final int ELSE = 0x05;

    private final WasmReader reader;
    private final Signatures signatures;
    private final Signature signature;
    private final List<Construct> enclosing = new ArrayList<>();
    private final List<Integer> locals;

    /** Thrown at an instruction that this package does not know; the function stays whole. */
    static final class UnknownInstructionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownInstructionException(String what) {
            super(what, null, false, false);
        }
    }

    FunctionReader(WasmReader reader, Signatures signatures, Signature signature) {
        this.reader = reader;
        this.signatures = signatures;
        this.signature = signature;
        this.locals = new ArrayList<>(signature.parameters());
    }

    /** Reads the body whose size was just read. */
    List<Node> read() {
        for (int groups = reader.number(); groups > 0; groups--) {
            int count = reader.number();
            int type = reader.next();
            if (count < 0 || count > MAX_LOCALS - locals.size() || !Signatures.isNumber(type)) {
                throw new UnknownInstructionException("locals");
            }
            for (int i = 0; i < count; i++) {
                locals.add(type);
            }
        }
        if (signature.parameters().stream().anyMatch(type -> !Signatures.isNumber(type))) {
            throw new UnknownInstructionException("parameters");
        }
        List<Node> body = new ArrayList<>();
        sequence(body, 0);
        return body;
    }

    /** Returns the types of all locals, parameters first. */
    List<Integer> locals() {
        return locals;
    }

    /** Reads up to the end or else of a construct; returns which it was. */
    private int sequence(List<Node> target, int startHeight) {
        int height = startHeight;
        boolean reachable = true;
        while (true) {
            int opcode = reader.next();
            if (opcode == END || opcode == ELSE) {
                return opcode;
            }
            Node node = node(opcode);
            if (reachable) {
                node.height = height;
                height += node.pushes() - node.pops();
                reachable = !node.terminal();
                target.add(node);
            }
        }
    }

    private Node node(int opcode) {
        return switch (opcode) {
            case 0x02 -> construct(Kind.BLOCK);
            case 0x03 -> construct(Kind.LOOP);
            case 0x04 -> construct(Kind.IF);
            case 0x0c -> {
                int label = reader.number();
                yield new Branch(Jump.BR, new int[] {label}, arity(label));
            }
            case 0x0d -> {
                int label = reader.number();
                yield new Branch(Jump.BR_IF, new int[] {label}, arity(label));
            }
            case 0x0e -> table();
            case 0x0f -> new Branch(Jump.RETURN, new int[0], signature.results().size());
            case 0x20 -> localAccess(Access.GET, reader.number());
            case 0x21 -> localAccess(Access.SET, reader.number());
            case 0x22 -> localAccess(Access.TEE, reader.number());
            default -> plain(opcode);
        };
    }

    private Branch table() {
        int[] labels = new int[reader.number() + 1];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = reader.number();
        }
        return new Branch(Jump.BR_TABLE, labels, arity(labels[0]));
    }

    private int arity(int label) {
        return label < enclosing.size()
                ? enclosing.get(enclosing.size() - 1 - label).labelArity()
                : signature.results().size();
    }

    private Construct construct(Kind kind) {
        int start = reader.position();
        int parameters = 0;
        int results = 0;
        int code = reader.peek();
        if (code == 0x40) {
            reader.skip(1);
        } else if (Signatures.isNumber(code)) {
            reader.skip(1);
            results = 1;
        } else if (code > 0x40 && code < 0x80) {
            throw new UnknownInstructionException("block type");
        } else {
            Signature type = signatures.type(reader.number());
            parameters = type.parameters().size();
            results = type.results().size();
        }
        Construct construct = new Construct(kind, reader.from(start), parameters, results);
        enclosing.add(construct);
        construct.body = new ArrayList<>();
        if (sequence(construct.body, parameters) == ELSE) {
            construct.otherwise = new ArrayList<>();
            sequence(construct.otherwise, parameters);
        }
        enclosing.remove(enclosing.size() - 1);
        construct.weigh();
        return construct;
    }

    private Plain plain(int opcode) {
        int start = reader.position() - 1;
        if (opcode == 0x10) {
            Signature callee = signatures.function(reader.number());
            return call(start, callee, 0);
        }
        if (opcode == 0x11) {
            Signature callee = signatures.type(reader.number());
            reader.skipNumber();
            return call(start, callee, 1);
        }
        Operation operation = Operation.of(opcode, reader);
        if (operation == null) {
            throw new UnknownInstructionException(Integer.toHexString(opcode));
        }
        return new Plain(
                reader.from(start),
                Access.NONE,
                -1,
                operation.weight(),
                operation.pops(),
                operation.pushes(),
                opcode == 0x00);
    }

    private Plain call(int start, Signature callee, int extra) {
        return new Plain(
                reader.from(start),
                Access.NONE,
                -1,
                14,
                callee.parameters().size() + extra,
                callee.results().size(),
                false);
    }

    static Plain localAccess(Access access, int local) {
        int pops = access == Access.GET ? 0 : 1;
        int pushes = access == Access.SET ? 0 : 1;
        return new Plain(null, access, local, access == Access.TEE ? 4 : 2, pops, pushes, false);
    }
}
