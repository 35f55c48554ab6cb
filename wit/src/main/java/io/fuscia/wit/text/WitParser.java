package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parses one file of WIT text: packages, interfaces and worlds. */
final class WitParser {
    private final TokenReader tokens;
    private final MemberParser members;

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
        Set<String> contents = new HashSet<>();
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
            int mark = parser.tokens.mark();
            Syntax.TopItem item = parser.topItem();
            items.add(item);
            if (!(item instanceof Syntax.NestedPackage)) {
                contents.add(parser.tokens.takenSince(mark));
            }
        }
        return new Syntax.PackageBody(name, items, contents, documentation, place);
    }

    private Syntax.NestedPackage nestedPackage(
            Syntax.PackageName name, String documentation, WitException.Place place) {
        tokens.expect("{");
        List<Syntax.TopItem> items = new ArrayList<>();
        Set<String> contents = new HashSet<>();
        while (!tokens.skip("}")) {
            int mark = tokens.mark();
            items.add(packageItem(members.gate()));
            contents.add(tokens.takenSince(mark));
        }
        return new Syntax.NestedPackage(
                new Syntax.PackageBody(Optional.of(name), items, contents, documentation, place));
    }

    private Syntax.PackageName packageName() {
        StringBuilder path = new StringBuilder(tokens.pathName());
        tokens.expect(":");
        path.append(':').append(tokens.pathName());
        tokens.refuseNested(":");
        tokens.refuseNested("/");
        return new Syntax.PackageName(path.toString(), tokens.versionIfAny());
    }

    private Syntax.TopItem topItem() {
        Syntax.Gate gate = members.gate();
        WitException.Place place = tokens.place();
        return tokens.skipWord("package")
                ? nestedPackage(packageName(), gate.documentation(), place)
                : packageItem(gate);
    }

    private Syntax.TopItem packageItem(Syntax.Gate gate) {
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
        } else if (tokens.atWord("package")) {
            throw new WitException("a package cannot stand within another", place);
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
     * {@code name: func…}, {@code name: interface {…}}, {@code name: path} or a path. Whether what stands before a colon is
     * a name or a namespace tells the blank behind it (WIT.md#item-world): {@code a:b} is one token.
     */
    private Syntax.WorldItem extern(boolean imported, Syntax.Gate gate) {
        Token first = tokens.word();
        WitException.Place place = first.place();
        if (!tokens.at(":")) {
            tokens.expect(";");
            return new Syntax.PathExtern(imported, new Syntax.Path(Optional.empty(), first.text(), place), gate);
        }
        Token colon = tokens.take();
        boolean joined = first.touches(colon) && colon.touches(tokens.peek());
        if (tokens.atWord("func") || tokens.atWord("async")) {
            String name = TokenReader.notKeyword(first);
            Syntax.Signature signature = members.signature();
            tokens.expect(";");
            return new Syntax.NamedExtern(imported, name, Optional.of(signature), List.of(), gate, place);
        } else if (tokens.skipWord("interface")) {
            String name = TokenReader.notKeyword(first);
            return new Syntax.NamedExtern(imported, name, Optional.empty(), members.block(), gate, place);
        }
        Syntax.WorldItem extern = joined
                ? new Syntax.PathExtern(imported, packagePath(first), gate)
                : new Syntax.LabelledExtern(imported, TokenReader.notKeyword(first), members.path(), gate, place);
        tokens.expect(";");
        return extern;
    }

    /** The rest of a path, from behind the colon on. */
    private Syntax.Path packagePath(Token namespace) {
        String second = tokens.pathName();
        tokens.refuseNested(":");
        if (!tokens.at("/")) {
            String name = namespace.text();
            throw new WitException(
                    "`%s:%s` is a package, not an interface (`%s: %s` is the interface `%s` under the name `%s`)"
                            .formatted(name, second, name, second, second, name),
                    namespace.place());
        }
        return members.pathWithin(namespace.text() + ":" + second, namespace.place());
    }

    private Syntax.Include include(Syntax.Gate gate) {
        Syntax.Path path = members.path();
        Map<String, String> with = new LinkedHashMap<>();
        if (tokens.skipWord("with")) {
            tokens.expect("{");
            tokens.commas("}", () -> {
                WitException.Place place = tokens.place();
                String from = tokens.name();
                tokens.expectWord("as");
                if (with.put(from, tokens.name()) != null) {
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
