package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.Node.Access;
import io.fuscia.wit.splitting.Node.Branch;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Node.Jump;
import io.fuscia.wit.splitting.Node.Kind;
import io.fuscia.wit.splitting.Node.Plain;
import io.fuscia.wit.splitting.Signatures.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a part of a function a function of its own, and puts a call in its place. Locals that the part needs become
 * parameters. What it changes comes back in {@link ValueSlots}, or as the result if it is one value and nothing else. If
 * the part can be left by more than its end, the result is the code of the way out, and a branch follows the call.
 */
final class Outlining {
    private static final byte[] VOID = {BodyWriter.VOID};

    private final Signatures signatures;
    private final ValueSlots slots;
    private final List<byte[]> bodies;
    private final List<Integer> locals;
    private final List<Integer> returns;

    /**
     * @param bodies gets the bodies of new functions, in the order of their indexes
     * @param locals types of the function's locals
     * @param returns types of what the function returns
     */
    Outlining(
            Signatures signatures, ValueSlots slots, List<byte[]> bodies, List<Integer> locals, List<Integer> returns) {
        this.signatures = signatures;
        this.slots = slots;
        this.bodies = bodies;
        this.locals = locals;
        this.returns = returns;
    }

    /** Returns what takes the part's place. */
    List<Node> replace(Part part) {
        List<Integer> parameterTypes = types(part.parameters);
        boolean direct = part.exits.isEmpty() && part.results.size() == 1;
        List<Integer> result =
                !part.exits.isEmpty() ? List.of(Signatures.I32) : direct ? types(part.results) : List.of();
        int function = signatures.add(new Signature(parameterTypes, result));
        bodies.add(body(part, direct));
        return call(part, direct, function);
    }

    private List<Integer> types(List<Integer> numbers) {
        return numbers.stream().map(locals::get).toList();
    }

    /** What comes back in slots: changed locals, then the value that the whole function returns. */
    private List<Integer> slotTypes(Part part) {
        List<Integer> types = new ArrayList<>(types(part.results));
        if (returnsValue(part)) {
            types.add(returns.get(0));
        }
        return types;
    }

    private boolean returnsValue(Part part) {
        return part.exits.containsKey(Part.RETURN) && !returns.isEmpty();
    }

    private byte[] body(Part part, boolean direct) {
        int[] numbers = new int[locals.size()];
        Arrays.fill(numbers, -1);
        int next = 0;
        for (int parameter : part.parameters) {
            numbers[parameter] = next++;
        }
        List<Integer> ownTypes = new ArrayList<>();
        for (int local = part.touched.nextSetBit(0); local >= 0; local = part.touched.nextSetBit(local + 1)) {
            if (numbers[local] < 0) {
                numbers[local] = next++;
                ownTypes.add(locals.get(local));
            }
        }
        int table = next++;
        ownTypes.add(Signatures.I32);
        int returned = returnsValue(part) ? next : -1;
        if (returned >= 0) {
            ownTypes.add(returns.get(0));
        }
        WasmWriter out = new WasmWriter().number(ownTypes.size());
        ownTypes.forEach(type -> out.number(1).raw(type));
        out.raw(0x02).raw(part.exits.isEmpty() ? BodyWriter.VOID : Signatures.I32);
        out.raw(BodyWriter.part(part, numbers, table, returned));
        if (!part.exits.isEmpty() && part.fallsThrough()) {
            out.raw(0x41).raw(0);
        }
        out.raw(0x0b);
        List<Integer> values = new ArrayList<>(
                part.results.stream().map(local -> numbers[local]).toList());
        if (returned >= 0) {
            values.add(returned);
        }
        List<Integer> carriers = slots.slots(slotTypes(part));
        for (int i = 0; i < values.size(); i++) {
            out.raw(0x20).number(values.get(i));
            if (!direct) {
                out.raw(0x24).number(carriers.get(i));
            }
        }
        return out.raw(0x0b).bytes();
    }

    private List<Node> call(Part part, boolean direct, int function) {
        Sequence sequence = new Sequence();
        part.parameters.forEach(local -> sequence.add(FunctionReader.localAccess(Access.GET, local)));
        boolean answers = direct || !part.exits.isEmpty();
        sequence.plain(
                new WasmWriter().raw(0x10).number(function).bytes(),
                14,
                part.parameters.size(),
                answers ? 1 : 0,
                false);
        List<Integer> carriers = slots.slots(slotTypes(part));
        for (int i = 0; i < part.results.size(); i++) {
            if (!direct) {
                sequence.slot(carriers.get(i));
            }
            sequence.add(FunctionReader.localAccess(Access.SET, part.results.get(i)));
        }
        if (part.exits.isEmpty()) {
            return part.fallsThrough() ? List.of(block(sequence.nodes)) : List.of(block(sequence.nodes), unreachable());
        }
        int carrier = returnsValue(part) ? carriers.get(carriers.size() - 1) : -1;
        List<Node> dispatch = dispatch(part, sequence, carrier);
        return part.fallsThrough() ? dispatch : List.of(dispatch.get(0), unreachable());
    }

    /** Branches by the code on the stack; labels are one further out, or two, for the blocks put around. */
    private List<Node> dispatch(Part part, Sequence sequence, int carrier) {
        boolean returning = part.exits.containsKey(Part.RETURN);
        int around = returning ? 2 : 1;
        int[] labels = new int[part.exits.size() + 1];
        labels[0] = part.fallsThrough() ? around - 1 : -1;
        part.exits.forEach((exit, code) -> labels[code] = exit == Part.RETURN ? 0 : exit + around);
        if (labels[0] < 0) {
            labels[0] = labels[1];
        }
        boolean two = labels.length == 2 && part.fallsThrough();
        sequence.add(two ? new Branch(Jump.BR_IF, new int[] {labels[1]}, 0) : new Branch(Jump.BR_TABLE, labels, 0));
        if (!returning) {
            return List.of(block(sequence.nodes));
        }
        if (two) {
            sequence.add(new Branch(Jump.BR, new int[] {1}, 0));
        }
        Sequence outer = new Sequence();
        outer.add(block(sequence.nodes));
        if (carrier >= 0) {
            outer.slot(carrier);
        }
        outer.add(new Branch(Jump.RETURN, new int[0], returns.size()));
        return List.of(block(outer.nodes));
    }

    private static Construct block(List<Node> nodes) {
        Construct block = new Construct(Kind.BLOCK, VOID, 0, 0);
        block.body = nodes;
        block.outlined = true;
        block.weigh();
        return block;
    }

    private static Plain unreachable() {
        return new Plain(new byte[] {0}, Access.NONE, -1, 6, 0, 0, true);
    }

    /** Nodes in a row, which keeps their heights right. */
    private static final class Sequence {
        final List<Node> nodes = new ArrayList<>();
        private int height;

        void add(Node node) {
            node.height = height;
            height += node.pushes() - node.pops();
            nodes.add(node);
        }

        void plain(byte[] bytes, int weight, int pops, int pushes, boolean terminal) {
            add(new Plain(bytes, Access.NONE, -1, weight, pops, pushes, terminal));
        }

        void slot(int global) {
            plain(new WasmWriter().raw(0x23).number(global).bytes(), 9, 0, 1, false);
        }
    }
}
