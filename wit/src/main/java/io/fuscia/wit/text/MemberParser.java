package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses what interfaces consist of: types, functions, uses and gates. */
final class MemberParser {
    private final TokenReader tokens;
    private final TypeParser types;

    MemberParser(TokenReader tokens) {
        this.tokens = tokens;
        this.types = new TypeParser(tokens);
    }

    /** Parses what stands before an item: comments and attributes. */
    Syntax.Gate gate() {
        Map<String, String> attributes = new LinkedHashMap<>();
        String documentation = tokens.peek().documentation();
        WitException.Place start = tokens.place();
        while (tokens.skip("@")) {
            WitException.Place place = tokens.place();
            String attribute = tokens.pathName();
            String value =
                    switch (attribute) {
                        case "since", "deprecated" -> version();
                        case "unstable" -> feature("(");
                        // It names the item for whoever links components by other names, which nothing here does.
                        case "external-id" -> tokens.quotedBehind("(");
                        default -> throw new WitException("unknown attribute `@" + attribute + "`", place);
                    };
            if (attributes.put(attribute, value) != null) {
                throw new WitException("`@" + attribute + "` is there twice", place);
            }
            tokens.expect(")");
        }
        checkTogether(attributes.keySet(), start);
        return new Syntax.Gate(
                Optional.ofNullable(attributes.get("unstable")),
                Optional.ofNullable(attributes.get("since")),
                Optional.ofNullable(attributes.get("deprecated")),
                documentation,
                start);
    }

    private static void checkTogether(Set<String> attributes, WitException.Place place) {
        if (attributes.contains("since") && attributes.contains("unstable")) {
            throw new WitException("an item cannot be both `@since` and `@unstable`", place);
        }
        if (attributes.contains("deprecated") && !attributes.contains("since") && !attributes.contains("unstable")) {
            throw new WitException("`@deprecated` needs `@since` or `@unstable` beside it", place);
        }
    }

    private String version() {
        tokens.expect("(");
        tokens.expectWord("version");
        String version = tokens.versionBehind("=");
        if (tokens.at(",")) {
            // Older text names the feature that it once was.
            feature(",");
        }
        return version;
    }

    private String feature(String before) {
        tokens.expect(before);
        tokens.expectWord("feature");
        tokens.expect("=");
        return tokens.name();
    }

    /** {@code name} or {@code namespace:package/name@version}. */
    Syntax.Path path() {
        WitException.Place place = tokens.place();
        String first = tokens.pathName();
        if (tokens.skip(":")) {
            return pathBehind(first, place);
        }
        return new Syntax.Path(Optional.empty(), first, place);
    }

    Syntax.Path pathBehind(String namespace, WitException.Place place) {
        String packageName = namespace + ":" + tokens.pathName();
        tokens.refuseNested(":");
        return pathWithin(packageName, place);
    }

    /** The rest of a path, from the slash on. */
    Syntax.Path pathWithin(String packageName, WitException.Place place) {
        tokens.expect("/");
        String name = tokens.pathName();
        tokens.refuseNested("/");
        Optional<String> version = tokens.versionIfAny();
        return new Syntax.Path(Optional.of(new Syntax.PackageName(packageName, version)), name, place);
    }

    /** The members of an interface, in braces. */
    List<Syntax.Member> block() {
        tokens.expect("{");
        List<Syntax.Member> members = new ArrayList<>();
        while (!tokens.skip("}")) {
            Syntax.Gate gate = gate();
            members.add(atTypeOrUse() ? typeOrUse(gate) : function(gate));
        }
        return members;
    }

    private Syntax.Function function(Syntax.Gate gate) {
        WitException.Place place = tokens.place();
        String name = tokens.name();
        tokens.expect(":");
        Syntax.Signature signature = signature();
        tokens.expect(";");
        return new Syntax.Function(name, signature, gate, place);
    }

    Syntax.Signature signature() {
        if (tokens.atWord("async")) {
            throw new WitException("async functions are outside the synchronous feature set", tokens.place());
        }
        if (tokens.atWord("get") || tokens.atWord("set")) {
            throw new WitException("getters and setters are not supported", tokens.place());
        }
        tokens.expectWord("func");
        List<Syntax.Field> parameters = parameters();
        Optional<Syntax.TypeReference> result = tokens.skip("->") ? Optional.of(types.reference()) : Optional.empty();
        return new Syntax.Signature(parameters, result);
    }

    private List<Syntax.Field> parameters() {
        tokens.expect("(");
        return tokens.commas(")", this::field);
    }

    private Syntax.Field field() {
        Token first = tokens.peek();
        String name = tokens.name();
        tokens.expect(":");
        return new Syntax.Field(name, types.reference(), first.documentation(), first.place());
    }

    private Syntax.Label label() {
        Token first = tokens.peek();
        return new Syntax.Label(tokens.name(), first.documentation(), first.place());
    }

    boolean atTypeOrUse() {
        return tokens.peek().kind() == Token.Kind.WORD
                && switch (tokens.peek().text()) {
                    case "use", "type", "record", "variant", "enum", "flags", "resource" -> true;
                    default -> false;
                };
    }

    Syntax.Member typeOrUse(Syntax.Gate gate) {
        WitException.Place place = tokens.place();
        String keyword = tokens.take().text();
        if (keyword.equals("use")) {
            return use(gate, place);
        }
        String name = tokens.name();
        return new Syntax.TypeDefinition(name, shape(keyword), gate, place);
    }

    private Syntax.Shape shape(String keyword) {
        return switch (keyword) {
            case "type" -> {
                tokens.expect("=");
                Syntax.TypeReference type = types.reference();
                tokens.expect(";");
                yield new Syntax.Alias(type);
            }
            case "record" -> {
                tokens.expect("{");
                yield new Syntax.RecordShape(tokens.commas("}", this::field));
            }
            case "variant" -> {
                tokens.expect("{");
                yield new Syntax.VariantShape(tokens.commas("}", this::variantCase));
            }
            case "enum" -> {
                tokens.expect("{");
                yield new Syntax.EnumShape(tokens.commas("}", this::label));
            }
            case "flags" -> {
                tokens.expect("{");
                yield new Syntax.FlagsShape(tokens.commas("}", this::label));
            }
            default -> new Syntax.ResourceShape(methods());
        };
    }

    private Syntax.Case variantCase() {
        Token first = tokens.peek();
        String name = tokens.name();
        if (!tokens.skip("(")) {
            return new Syntax.Case(name, Optional.empty(), first.documentation(), first.place());
        }
        Syntax.TypeReference payload = types.reference();
        tokens.expect(")");
        return new Syntax.Case(name, Optional.of(payload), first.documentation(), first.place());
    }

    private Syntax.Use use(Syntax.Gate gate, WitException.Place place) {
        Syntax.Path path = path();
        tokens.expect(".");
        tokens.expect("{");
        Map<String, String> names = new LinkedHashMap<>();
        tokens.commas("}", () -> {
            WitException.Place here = tokens.place();
            String name = tokens.name();
            String as = tokens.skipWord("as") ? tokens.name() : name;
            if (names.put(as, name) != null) {
                throw new WitException("`" + as + "` is used twice", here);
            }
            return as;
        });
        tokens.expect(";");
        return new Syntax.Use(path, names, gate, place);
    }

    private List<Syntax.Method> methods() {
        if (tokens.skip(";")) {
            return List.of();
        }
        tokens.expect("{");
        List<Syntax.Method> methods = new ArrayList<>();
        while (!tokens.skip("}")) {
            methods.add(method(gate()));
        }
        return methods;
    }

    private Syntax.Method method(Syntax.Gate gate) {
        WitException.Place place = tokens.place();
        if (tokens.skipWord("constructor")) {
            List<Syntax.Field> parameters = parameters();
            Optional<Syntax.TypeReference> result =
                    tokens.skip("->") ? Optional.of(types.reference()) : Optional.empty();
            tokens.expect(";");
            Syntax.Signature signature = new Syntax.Signature(parameters, result);
            return new Syntax.Method("", Syntax.MethodKind.CONSTRUCTOR, signature, gate, place);
        }
        String name = tokens.name();
        tokens.expect(":");
        Syntax.MethodKind kind = tokens.skipWord("static") ? Syntax.MethodKind.STATIC : Syntax.MethodKind.METHOD;
        Syntax.Signature signature = signature();
        tokens.expect(";");
        return new Syntax.Method(name, kind, signature, gate, place);
    }
}
