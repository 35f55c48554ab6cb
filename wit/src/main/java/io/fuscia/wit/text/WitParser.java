package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses one file of WIT text: packages, interfaces and worlds. */
final class WitParser {
    private static final int DEEPEST_PACKAGE = 16;

    private final TokenReader tokens;
    private final MemberParser members;
    private int depth;

    private WitParser(WitSource source) {
        this.tokens = new TokenReader(source);
        this.members = new MemberParser(tokens);
    }

    /** @throws WitException if the text is not well-formed */
    static Syntax.PackageBody parse(WitSource source) {
        WitParser parser = new WitParser(source);
        WitException.Place place = parser.tokens.place();
        String documentation = "";
        Optional<Syntax.PackageName> name = Optional.empty();
        List<Syntax.TopItem> items = new ArrayList<>();
        if (parser.tokens.atWord("package")) {
            documentation = parser.tokens.take().documentation();
            Syntax.PackageName first = parser.packageName();
            if (parser.tokens.at("{")) {
                items.add(parser.nestedPackage(first, documentation, place));
                documentation = "";
            } else {
                parser.tokens.expect(";");
                name = Optional.of(first);
            }
        }
        while (parser.tokens.peek().kind() != Token.Kind.END) {
            items.add(parser.topItem());
        }
        return new Syntax.PackageBody(name, items, documentation, place);
    }

    private Syntax.NestedPackage nestedPackage(
            Syntax.PackageName name, String documentation, WitException.Place place) {
        if (++depth > DEEPEST_PACKAGE) {
            throw new WitException("packages nest too deeply", place);
        }
        tokens.expect("{");
        List<Syntax.TopItem> items = new ArrayList<>();
        while (!tokens.skip("}")) {
            items.add(topItem());
        }
        depth--;
        return new Syntax.NestedPackage(new Syntax.PackageBody(Optional.of(name), items, documentation, place));
    }

    private Syntax.PackageName packageName() {
        StringBuilder path = new StringBuilder(tokens.pathName());
        tokens.expect(":");
        path.append(':').append(tokens.pathName());
        return new Syntax.PackageName(path.toString(), tokens.versionIfAny());
    }

    private Syntax.TopItem topItem() {
        Syntax.Gate gate = members.gate();
        WitException.Place place = tokens.place();
        if (tokens.skipWord("interface")) {
            String name = tokens.name();
            return new Syntax.Interface(name, members.block(), gate, place);
        } else if (tokens.skipWord("world")) {
            String name = tokens.name();
            return new Syntax.World(name, worldItems(), gate, place);
        } else if (tokens.skipWord("use")) {
            Syntax.Path path = members.path();
            String as = tokens.skipWord("as") ? tokens.name() : path.name();
            tokens.expect(";");
            return new Syntax.TopUse(path, as);
        } else if (tokens.skipWord("package")) {
            return nestedPackage(packageName(), gate.documentation(), place);
        }
        throw tokens.unexpected("`interface`, `world`, `use` or `package`");
    }

    private List<Syntax.WorldItem> worldItems() {
        tokens.expect("{");
        List<Syntax.WorldItem> items = new ArrayList<>();
        while (!tokens.skip("}")) {
            Syntax.Gate gate = members.gate();
            if (tokens.skipWord("import")) {
                items.add(extern(true, gate));
            } else if (tokens.skipWord("export")) {
                items.add(extern(false, gate));
            } else if (tokens.skipWord("include")) {
                items.add(include(gate));
            } else if (members.atTypeOrUse()) {
                items.add(new Syntax.WorldMember(members.typeOrUse(gate)));
            } else {
                throw tokens.unexpected("an import, export, include, use or type");
            }
        }
        return items;
    }

    /**
     * {@code name: func…}, {@code name: interface {…}}, {@code name: path} or a path; only what follows the first words
     * tells.
     */
    private Syntax.WorldItem extern(boolean imported, Syntax.Gate gate) {
        WitException.Place place = tokens.place();
        String first = tokens.pathName();
        if (!tokens.at(":")) {
            tokens.expect(";");
            return new Syntax.PathExtern(imported, new Syntax.Path(Optional.empty(), first, place), gate);
        }
        tokens.take();
        if (tokens.atWord("func") || tokens.atWord("async")) {
            Syntax.Signature signature = members.signature();
            tokens.expect(";");
            return new Syntax.NamedExtern(imported, first, Optional.of(signature), List.of(), gate, place);
        } else if (tokens.skipWord("interface")) {
            return new Syntax.NamedExtern(imported, first, Optional.empty(), members.block(), gate, place);
        }
        WitException.Place secondPlace = tokens.place();
        String second = tokens.pathName();
        Syntax.WorldItem extern;
        if (tokens.at("/")) {
            extern = new Syntax.PathExtern(imported, members.pathWithin(first + ":" + second, place), gate);
        } else {
            Syntax.Path path = tokens.skip(":")
                    ? members.pathBehind(second, secondPlace)
                    : new Syntax.Path(Optional.empty(), second, secondPlace);
            extern = new Syntax.LabelledExtern(imported, first, path, gate, place);
        }
        tokens.expect(";");
        return extern;
    }

    private Syntax.Include include(Syntax.Gate gate) {
        Syntax.Path path = members.path();
        Map<String, String> with = new LinkedHashMap<>();
        if (tokens.skipWord("with")) {
            tokens.expect("{");
            tokens.commas("}", () -> {
                WitException.Place place = tokens.place();
                String from = tokens.pathName();
                tokens.expectWord("as");
                if (with.put(from, tokens.pathName()) != null) {
                    throw new WitException("`" + from + "` is renamed twice", place);
                }
                return from;
            });
            // Older text has no semicolon behind the names.
            tokens.skip(";");
        } else {
            tokens.expect(";");
        }
        return new Syntax.Include(path, with, gate);
    }
}
