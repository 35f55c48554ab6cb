package io.fuscia.wit.hostile;

import io.fuscia.wit.hostile.FuzzType.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A component whose only export has the same type as its only imported function, which it calls. An honest one allocates
 * as it is asked to and passes on what it is given, if composed through a second component; a hostile one does what the
 * fuzzer chose.
 */
final class FuzzComponent {
    private static final int RESULT_AREA = 4_096;
    private static final int HEAP = 8_192;
    private static final int PAGES = 16;
    private static final int MOST_FLAT = 100;
    private static final int MOST_PARAMETERS = 16;
    private static final String API = "fuzz:host/api";
    private static final int I32 = 0x7f;

    private static final List<Kind> COMPOSED = Arrays.stream(Kind.values())
            .filter(kind -> !kind.primitive() && kind != Kind.OWN && kind != Kind.BORROW)
            .toList();

    private final Choices choices;
    private final boolean honest;
    private final List<FuzzType> known = new ArrayList<>();
    private final List<FuzzType> parameters = new ArrayList<>();
    private final FuzzType result;
    private final byte[] bytes;
    /** Imports and types: the same in every component, in the same order. */
    private final ComponentBytes prefix = ComponentBytes.empty();

    private final List<Integer> named = new ArrayList<>();
    private int types;

    FuzzComponent(Choices choices) {
        this.choices = choices;
        this.honest = choices.flag();
        boolean composed = choices.flag();
        importResource();
        for (int i = choices.below(8); i > 0; i--) {
            define();
        }
        for (int i = choices.below(4); i > 0; i--) {
            parameters.add(pick());
        }
        FuzzType last = choices.below(4) == 0 ? null : pick();
        this.result = last == null || borrows(last) ? null : last;
        int function = importFunction();
        byte[] inner = ComponentBytes.component()
                .raw(prefix.bytes())
                .raw(body(function).bytes())
                .bytes();
        this.bytes = composed ? composed(inner) : inner;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean honest() {
        return honest;
    }

    List<FuzzType> parameters() {
        return parameters;
    }

    /** Null if the function has none. */
    FuzzType result() {
        return result;
    }

    private void importResource() {
        for (Kind kind : Kind.values()) {
            if (kind.primitive()) {
                known.add(FuzzType.primitive(kind));
            }
        }
        prefix.one(7, ComponentBytes.empty().raw(0x42, 1).raw(4).extern("r").raw(3, 1))
                .one(10, ComponentBytes.empty().extern(API).raw(5, 0))
                .one(6, ComponentBytes.empty().raw(3, 0, 0).name("r"))
                .one(7, ComponentBytes.empty().raw(Kind.OWN.code, 1))
                .one(7, ComponentBytes.empty().raw(Kind.BORROW.code, 1));
        known.add(new FuzzType(Kind.OWN, List.of(), 2, 0));
        types = 4;
        if (!honest) {
            known.add(new FuzzType(Kind.BORROW, List.of(), 3, 0));
        }
    }

    private FuzzType pick() {
        return known.get(choices.below(known.size()));
    }

    private void define() {
        Kind kind = COMPOSED.get(choices.below(COMPOSED.size()));
        List<FuzzType> parts = parts(kind);
        int count = 1 + choices.below(kind == Kind.FIXED_LIST ? 6 : 32);
        FuzzType type = new FuzzType(kind, parts, types, count);
        if (type.flat().size() > MOST_FLAT) {
            return;
        }
        prefix.one(7, type.definition());
        types++;
        if (type.named()) {
            named.add(types);
            prefix.one(10, ComponentBytes.empty().extern("t" + types).raw(3, 0).number(types - 1));
            type = new FuzzType(kind, parts, types, count);
            types++;
        }
        known.add(type);
    }

    private List<FuzzType> parts(Kind kind) {
        return switch (kind) {
            case LIST, FIXED_LIST -> List.of(pick());
            case MAP -> List.of(key(), pick());
            case RECORD, TUPLE ->
                Stream.generate(this::pick).limit(1 + choices.below(6)).toList();
            case VARIANT -> optional(1 + choices.below(5));
            case OPTION -> {
                List<FuzzType> cases = new ArrayList<>();
                cases.add(null);
                cases.add(pick());
                yield cases;
            }
            case RESULT -> optional(2);
            default -> List.of();
        };
    }

    private List<FuzzType> optional(int count) {
        List<FuzzType> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(choices.below(3) == 0 ? null : pick());
        }
        return cases;
    }

    private FuzzType key() {
        FuzzType chosen = known.get(choices.below(13));
        return chosen.kind() == Kind.F32 || chosen.kind() == Kind.F64 ? FuzzType.primitive(Kind.STRING) : chosen;
    }

    private static boolean borrows(FuzzType type) {
        return type != null
                && (type.kind() == Kind.BORROW || type.parts().stream().anyMatch(FuzzComponent::borrows));
    }

    private int importFunction() {
        ComponentBytes type = ComponentBytes.empty().raw(0x40).number(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            type.name("p" + i);
            parameters.get(i).refer(type);
        }
        if (result == null) {
            type.raw(1, 0);
        } else {
            type.raw(0);
            result.refer(type);
        }
        prefix.one(7, type).one(10, ComponentBytes.empty().extern("host").raw(1).number(types));
        return types++;
    }

    /** Memory and allocator, the lowered import, the code, the lifted export. */
    private ComponentBytes body(int function) {
        boolean post = choices.flag();
        int encoding = choices.below(3);
        ComponentBytes allocator = allocator();
        ComponentBytes code = code(post);
        return ComponentBytes.empty()
                .section(1, allocator)
                .section(1, code)
                .one(2, ComponentBytes.empty().raw(0, 0, 0))
                .one(6, ComponentBytes.empty().raw(0, 2, 1, 0).name("m"))
                .one(6, ComponentBytes.empty().raw(0, 0, 1, 0).name("a"))
                .one(8, ComponentBytes.empty().raw(1, 0, 0, 3, encoding, 3, 0, 4, 0))
                .one(2, ComponentBytes.empty().raw(1, 1).name("f").raw(0, 1))
                .one(
                        2,
                        ComponentBytes.empty()
                                .raw(0, 1, 2)
                                .name("h")
                                .raw(0x12, 1)
                                .name("m")
                                .raw(0x12, 0))
                .one(6, ComponentBytes.empty().raw(0, 0, 1, 2).name("run"))
                .one(6, ComponentBytes.empty().raw(0, 0, 1, 2).name("post"))
                .one(8, lift(post, encoding, function))
                .one(11, ComponentBytes.empty().extern("run").raw(1, 1, 0));
    }

    private static ComponentBytes lift(boolean post, int encoding, int function) {
        ComponentBytes lift = ComponentBytes.empty().raw(0, 0, 2);
        if (post) {
            lift.raw(4, encoding, 3, 0, 4, 0, 5, 3);
        } else {
            lift.raw(3, encoding, 3, 0, 4, 0);
        }
        return lift.number(function);
    }

    /** The outer component has the same imports and makes two instances, one of which imports the other's export. */
    private byte[] composed(byte[] inner) {
        ComponentBytes outer = ComponentBytes.component()
                .raw(prefix.bytes())
                .raw(4)
                .number(inner.length)
                .raw(inner);
        int host = 0;
        for (int i = 1; i <= 2; i++) {
            ComponentBytes instance = ComponentBytes.empty().raw(0, 0).number(named.size() + 2);
            instance.name(API).raw(5, 0).name("host").raw(1, host);
            for (int type : named) {
                instance.name("t" + type).raw(3).number(type);
            }
            outer.one(5, instance).one(6, ComponentBytes.empty().raw(1, 0, i).name("run"));
            host = i;
        }
        return outer.one(11, ComponentBytes.empty().extern("run").raw(1, 2, 0)).bytes();
    }

    private ComponentBytes allocator() {
        ComponentBytes module = ComponentBytes.coreModule()
                .one(1, ComponentBytes.empty().raw(0x60, 4, I32, I32, I32, I32, 1, I32))
                .one(3, ComponentBytes.empty().raw(0))
                .one(5, ComponentBytes.empty().raw(1, PAGES, PAGES + 2))
                .one(6, ComponentBytes.empty().raw(I32, 1, 0x41).signed(HEAP).raw(0x0b))
                .section(
                        7,
                        ComponentBytes.empty()
                                .number(2)
                                .name("m")
                                .raw(2, 0)
                                .name("a")
                                .raw(0, 0))
                .one(10, function(honest ? honestRealloc() : hostileRealloc()));
        if (!honest) {
            byte[] data = choices.take(16 + choices.octet());
            module.one(
                    11,
                    ComponentBytes.empty()
                            .raw(0, 0x41, 0, 0x0b)
                            .number(data.length)
                            .raw(data));
        }
        return module;
    }

    private static ComponentBytes function(ComponentBytes body) {
        return ComponentBytes.empty().number(body.bytes().length).raw(body.bytes());
    }

    /** Moves a global along, aligned. */
    private static ComponentBytes honestRealloc() {
        return ComponentBytes.empty()
                .raw(1, 1, I32)
                .raw(0x23, 0, 0x20, 2, 0x6a, 0x41, 1, 0x6b)
                .raw(0x41, 0, 0x20, 2, 0x6b, 0x71, 0x22, 4)
                .raw(0x20, 3, 0x6a, 0x24, 0, 0x20, 4, 0x0b);
    }

    /** Returns one of four pointers of the fuzzer's, in turn. */
    private ComponentBytes hostileRealloc() {
        ComponentBytes body = ComponentBytes.empty().raw(0);
        if (choices.below(4) == 0) {
            body.raw(0x41, 1, 0x40, 0, 0x1a);
        }
        return body.raw(0x23, 0, 0x41, 1, 0x6a, 0x24, 0).raw(0x23, 0, 0x41, 3, 0x71, 0x41, 2, 0x74, 0x28, 2, 0, 0x0b);
    }

    private ComponentBytes code(boolean post) {
        List<Integer> given = flat(parameters);
        List<Integer> spilled = given.size() > MOST_PARAMETERS ? List.of(I32) : given;
        List<Integer> flatResult = result == null ? List.of() : result.flat();
        boolean through = flatResult.size() > 1;
        List<Integer> lowered = new ArrayList<>(spilled);
        if (through) {
            lowered.add(I32);
        }
        List<Integer> lifted = through ? List.of(I32) : flatResult;
        ComponentBytes types = ComponentBytes.empty()
                .number(3)
                .raw(signature(lowered, through ? List.of() : flatResult).bytes())
                .raw(signature(spilled, lifted).bytes())
                .raw(signature(lifted, List.of()).bytes());
        ComponentBytes run = honest ? honestRun(spilled, through) : hostileRun(lowered, lifted, flatResult, through);
        ComponentBytes after = ComponentBytes.empty().raw(0);
        if (post && !honest && choices.below(8) == 0) {
            after.raw(0);
        }
        return ComponentBytes.coreModule()
                .section(1, types)
                .section(
                        2,
                        ComponentBytes.empty()
                                .number(2)
                                .name("h")
                                .name("f")
                                .raw(0, 0)
                                .name("m")
                                .name("m")
                                .raw(2, 1, PAGES, PAGES + 2))
                .section(3, ComponentBytes.empty().raw(2, 1, 2))
                .section(
                        7,
                        ComponentBytes.empty()
                                .number(2)
                                .name("run")
                                .raw(0, 1)
                                .name("post")
                                .raw(0, 2))
                .section(
                        10,
                        ComponentBytes.empty()
                                .number(2)
                                .raw(function(run).bytes())
                                .raw(function(after.raw(0x0b)).bytes()));
    }

    private static List<Integer> flat(List<FuzzType> types) {
        return types.stream().flatMap(type -> type.flat().stream()).toList();
    }

    private static ComponentBytes signature(List<Integer> from, List<Integer> to) {
        ComponentBytes out = ComponentBytes.empty().raw(0x60).number(from.size());
        from.forEach(out::raw);
        out.number(to.size());
        to.forEach(out::raw);
        return out;
    }

    private static ComponentBytes honestRun(List<Integer> spilled, boolean through) {
        ComponentBytes run = ComponentBytes.empty().raw(0);
        for (int i = 0; i < spilled.size(); i++) {
            run.raw(0x20).number(i);
        }
        if (through) {
            run.raw(0x41).signed(RESULT_AREA).raw(0x10, 0).raw(0x41).signed(RESULT_AREA);
        } else {
            run.raw(0x10, 0);
        }
        return run.raw(0x0b);
    }

    private ComponentBytes hostileRun(
            List<Integer> lowered, List<Integer> lifted, List<Integer> flatResult, boolean through) {
        ComponentBytes run = ComponentBytes.empty().raw(0);
        if (choices.flag()) {
            constants(run, lowered);
            run.raw(0x10, 0);
            if (!through && !flatResult.isEmpty()) {
                run.raw(0x1a);
            }
        }
        constants(run, lifted);
        return run.raw(0x0b);
    }

    private void constants(ComponentBytes out, List<Integer> types) {
        for (int type : types) {
            switch (type) {
                case I32 -> out.raw(0x41).signed(small() ? choices.octet() : choices.i32());
                case 0x7e -> out.raw(0x42).signed(small() ? choices.octet() : choices.i64());
                case 0x7d -> out.raw(0x43).raw(octets(4));
                default -> out.raw(0x44).raw(octets(8));
            }
        }
    }

    private int[] octets(int count) {
        return IntStream.range(0, count).map(i -> choices.octet()).toArray();
    }

    private boolean small() {
        return choices.below(4) != 0;
    }
}
