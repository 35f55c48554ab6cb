package io.fuscia.wit.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitPackagesTest {
    private static WitPackages parse(String text) {
        return WitPackages.builder().add("test.wit", text).build();
    }

    private static FunctionType function(WitPackages packages, String name) {
        return (FunctionType) packages.interfaceType("a:b/i").exports().get(name);
    }

    @Test
    void readsTheFolderThatTheContractsAreIn() throws IOException {
        WitPackages packages = WitPackages.read(Path.of("src/main/wit"));
        assertThat(packages.interfaces())
                .contains("fuscia:task/task@0.1.0", "wasi:http/types@0.2.0", "wasi:filesystem/types@0.2.0")
                .doesNotContain("wasi:clocks/timezone@0.2.0");
        ComponentType world = packages.world("fuscia:platform/task-component@0.1.0");
        assertThat(world.exports()).containsOnlyKeys("fuscia:task/task@0.1.0");
        assertThat(world.imports())
                .containsOnlyKeys(
                        "fuscia:kv/kv@0.1.0",
                        "fuscia:config/config@0.1.0",
                        "fuscia:log/log@0.1.0",
                        "wasi:io/poll@0.2.0",
                        "wasi:clocks/monotonic-clock@0.2.0",
                        "wasi:io/error@0.2.0",
                        "wasi:io/streams@0.2.0",
                        "wasi:http/types@0.2.0",
                        "wasi:http/outgoing-handler@0.2.0");
    }

    @Test
    void readsEveryKindOfType() {
        WitPackages packages = parse("""
                package a:b;
                interface i {
                    f: func(a: list<u8>, b: option<tuple<s8, char>>, c: result, d: result<_, string>,
                        e: list<f32, 3>, m: map<string, u64>, %record: bool,) -> result<r, v>;
                    record r { x: e, y: fl }
                    enum e { one, two, }
                    flags fl { read, write }
                    variant v { none, some(r), }
                    type alias = r;
                }
                """);
        assertThat(function(packages, "f"))
                .hasToString("func[a: list<u8>, b: option<tuple[s8, char]>, c: result<_, _>, d: result<_, string>, "
                        + "e: list<f32, 3>, m: map<string, u64>, record: bool] -> " + "result<"
                        + "record[Field[name=x, type=enum[one, two]], Field[name=y, type=flags[read, write]]], "
                        + "variant[Case[name=none, payload=Optional.empty], Case[name=some, payload=Optional["
                        + "record[Field[name=x, type=enum[one, two]], Field[name=y, type=flags[read, write]]]]]]>");
        InstanceType type = packages.interfaceType("a:b/i");
        assertThat(type.exports().get("alias")).isEqualTo(type.exports().get("r"));
    }

    @Test
    void namesMethodsAsBinariesDo() {
        WitPackages packages = parse("""
                package a:b;
                interface i {
                    resource r {
                        constructor(text: string);
                        get: func() -> string;
                        make: static func() -> r;
                        lend: func(other: borrow<r>, mine: own<r>);
                    }
                    resource bare;
                }
                """);
        InstanceType type = packages.interfaceType("a:b/i");
        assertThat(type.exports())
                .containsOnlyKeys("r", "[constructor]r", "[method]r.get", "[static]r.make", "[method]r.lend", "bare");
        assertThat(function(packages, "[constructor]r").result().orElseThrow()).isInstanceOf(OwnType.class);
        assertThat(function(packages, "[method]r.get").parameters().get(0).name())
                .isEqualTo("self");
        assertThat(type.freshResources()).hasSize(2);
    }

    @Test
    void sharesResourcesThatAreUsed() {
        WitPackages packages = parse("""
                package a:b@1.2.3;
                interface i { resource r; }
                interface j { use i.{r as s}; f: func() -> s; }
                world w { import j; export j; export i; }
                """);
        ComponentType world = packages.world("a:b/w@1.2.3");
        assertThat(world.imports()).containsOnlyKeys("a:b/i@1.2.3", "a:b/j@1.2.3");
        ResourceType imported = resource(world.imports().get("a:b/i@1.2.3"), "r");
        ResourceType exported = resource(world.exports().get("a:b/i@1.2.3"), "r");
        assertThat(resource(world.imports().get("a:b/j@1.2.3"), "s")).isEqualTo(imported);
        assertThat(resource(world.exports().get("a:b/j@1.2.3"), "s")).isEqualTo(exported);
        assertThat(exported).isNotEqualTo(imported);
        assertThat(world.importedResources()).containsExactly(imported.id());
        assertThat(world.freshResources()).containsExactly(exported.id());
    }

    private static ResourceType resource(ExternType instance, String name) {
        ExternType member = ((InstanceType) instance).exports().get(name);
        return (ResourceType) ((ExternType.OfType) member).type();
    }

    @Test
    void includesWorldsWithOtherNames() {
        WitPackages packages = parse("""
                package a:b;
                world base { import f: func(); export g: func() -> u8; import k: interface { h: func(); } }
                world w { include base with { f as renamed, g as h } include base with { f as again, k as l }; }
                """);
        ComponentType world = packages.world("a:b/w");
        assertThat(world.imports()).containsOnlyKeys("renamed", "k", "again", "l");
        assertThat(world.exports()).containsOnlyKeys("h", "g");
    }

    @Test
    void asksForOtherNamesWhereTwoWorldsHaveTheSamePlainOne() {
        String worlds = "package a:b; interface i {} world one { import i; import f: func(); } "
                + "world two { import i; import f: func(); } ";
        assertThat(catchThrowableOfType(
                        WitException.class, () -> parse(worlds + "world w { include one; include two; }")))
                .hasMessageContaining("`f` is there twice");
        assertThat(parse(worlds + "world w { include one; include two with { f as g }; }")
                        .world("a:b/w")
                        .imports())
                .containsOnlyKeys("a:b/i", "f", "g");
    }

    @Test
    void importsOneInterfaceUnderSeveralNames() {
        WitPackages packages = parse("""
                package a:b;
                package c:d@0.1.0 { interface store { resource r; @external-id("get it") get: func() -> r; } }
                interface local { f: func(); }
                world w {
                    import first: c:d/store@0.1.0;
                    import second: c:d/store@0.1.0;
                    export third: local;
                }
                """);
        ComponentType world = packages.world("a:b/w");
        assertThat(world.imports()).containsOnlyKeys("first", "second");
        assertThat(world.exports()).containsOnlyKeys("third");
        assertThat(resource(world.imports().get("first"), "r"))
                .isNotEqualTo(resource(world.imports().get("second"), "r"));
        assertThat(packages.bindings(Set.of("a:b/w")))
                .extracting(WitInterface::name, WitInterface::exported)
                .containsExactly(tuple("first", false), tuple("second", false), tuple("third", true));
    }

    @Test
    void takesABlankBehindAColonForTheEndOfALabel() {
        WitPackages packages = parse("""
                package a:b;
                interface i { f: func(); }
                package c:d { interface i { g: func(); } }
                world w { import c:d/i; import c: i; import d :i; import e: c:d/i; import h:func(); }
                """);
        assertThat(packages.world("a:b/w").imports()).containsOnlyKeys("c:d/i", "c", "d", "e", "h");
    }

    @Test
    void readsEscapesInQuotedText() {
        String quoted = "\"\\t\\n\\r\\\"\\'\\\\ \\c3\\A9 \\u{1F_600} \u2603\"";
        assertThat(new Lexer(new WitSource("test.wit", quoted)).quoted())
                .isEqualTo("\t\n\r\"'\\ \u00e9 \ud83d\ude00 \u2603");
        assertThat(parse("package a:b; world w { @external-id(" + quoted + ") import f: func(); }")
                        .world("a:b/w")
                        .imports())
                .containsOnlyKeys("f");
    }

    @Test
    void takesErrorContextForANameWhereOneIsDeclared() {
        WitPackages packages = parse("""
                package a:b;
                interface i { record error-context { list-of: u8 } f: func(error-context: error-context); }
                """);
        assertThat(function(packages, "f").parameters().get(0).name()).isEqualTo("error-context");
    }

    @Test
    void namesInterfacesThatSeveralIncludedWorldsHave() {
        WitPackages packages = parse("""
                package a:b;
                interface i {}
                world one { import i; export i; }
                world two { import i; export i; }
                world w { include one; include two; import i; export i; }
                """);
        assertThat(packages.world("a:b/w").imports()).containsOnlyKeys("a:b/i");
        assertThat(packages.world("a:b/w").exports()).containsOnlyKeys("a:b/i");
    }

    @Test
    void takesAPackageThatSeveralDependenciesBringIfItIsTheSame() {
        String nested = "package x:y@1.0.0 { interface i { type t = u8; } interface j {} } ";
        String other = "package x:y@1.0.0 { /// Documented.\n interface j{} interface i {type t=u8;} } ";
        WitPackages packages = WitPackages.builder()
                .add("one.wit", "package a:b; " + nested + "interface k { use x:y/i@1.0.0.{t}; }")
                .add("two.wit", "package c:d; " + other + "interface k { use x:y/i@1.0.0.{t}; }")
                .build();
        assertThat(packages.interfaces()).containsExactly("a:b/k", "c:d/k", "x:y/i@1.0.0", "x:y/j@1.0.0");

        WitPackages.Builder different = WitPackages.builder().add("one.wit", "package a:b; " + nested);
        assertThat(catchThrowableOfType(
                        WitException.class,
                        () -> different.add("two.wit", "package c:d; " + nested.replace("u8", "u16"))))
                .hasMessageContaining("`x:y/i@1.0.0` is declared twice (two.wit:1:");
    }

    @Test
    void readsASingleFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("one.wit"), "package a:b; interface i {}");
        Files.writeString(folder.resolve("two.wit"), "package c:d; interface i {}");
        assertThat(WitPackages.read(file).interfaces()).containsExactly("a:b/i");
    }

    @Test
    void refusesMoreThanThirtyTwoFlags() {
        StringBuilder flags = new StringBuilder("flag-0");
        for (int i = 1; i < 33; i++) {
            flags.append(", flag-").append(i);
        }
        assertThat(catchThrowableOfType(
                        WitException.class, () -> parse("package a:b; interface i { flags f { " + flags + " } }")))
                .hasMessageContaining("more than 32 flags");
    }

    @Test
    void findsPackagesNestedInAFileAndAcrossFiles() {
        WitPackages packages = parse("""
                package a:b;
                package c:d@0.1.0 { interface i { type t = u32; } }
                use c:d/i@0.1.0 as other;
                interface j { use other.{t}; use c:d/i.{t as u}; f: func(t: t) -> u; }
                """);
        assertThat(((FunctionType) packages.interfaceType("a:b/j").exports().get("f")).result())
                .hasValue(PrimitiveType.U32);
    }

    @Test
    void leavesOutWhatIsUnstableUnlessItsFeatureIsOn() {
        String text = """
                package a:b@1.0.0;
                interface i {
                    @since(version = 0.9.0)
                    f: func();
                    @unstable(feature = fancy) g: func();
                    @since(version = 0.9.0) @deprecated(version = 1.0.0) h: func();
                }
                """;
        assertThat(parse(text).interfaceType("a:b/i@1.0.0").exports()).containsOnlyKeys("f", "h");
        WitPackages fancy =
                WitPackages.builder().feature("fancy").add("test.wit", text).build();
        assertThat(fancy.interfaceType("a:b/i@1.0.0").exports()).containsOnlyKeys("f", "g", "h");
    }

    @Test
    void refusesWhatIsStableOnlyInAFutureVersion() {
        assertThat(parse("package a:b@1.2.0; interface i { @since(version = 1.2.0-rc.1) f: func(); }")
                        .interfaces())
                .hasSize(1);
        assertThat(catchThrowableOfType(
                        WitException.class,
                        () -> parse("package a:b@1.2.0; interface i { @since(version = 1.10.0) f: func(); }")))
                .hasMessageContaining("`@since` names 1.10.0, but the package is a:b@1.2.0 (test.wit:1:34)");
    }

    @Test
    void ordersVersionsAsSemanticVersioningDoes() {
        List<String> ordered = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.2",
                "1.0.10",
                "1.10.0",
                "2.0.0");
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(Integer.signum(Versions.compare(ordered.get(i), ordered.get(j))))
                        .as(ordered.get(i) + " and " + ordered.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        assertThat(Versions.compare("1.0.0+a", "1.0.0+b")).isZero();
    }

    @Test
    void turnsOnOneFeatureOrAll() {
        String text = """
                package a:b;
                interface i { @unstable(feature = one) f: func(); @unstable(feature = two) g: func(); }
                @unstable(feature = two) interface j {}
                """;
        assertThat(parse(text).interfaces()).containsExactly("a:b/i");
        assertThat(WitPackages.builder()
                        .feature("one")
                        .add("t", text)
                        .build()
                        .interfaceType("a:b/i")
                        .exports())
                .containsOnlyKeys("f");
        WitPackages all = WitPackages.builder().allFeatures().add("t", text).build();
        assertThat(all.interfaceType("a:b/i").exports()).containsOnlyKeys("f", "g");
        assertThat(all.interfaces()).containsExactly("a:b/i", "a:b/j");
    }

    @Test
    void keepsDocumentation() {
        WitPackages packages = parse("""
                /// The package,
                /// in two lines.
                package a:b;
                // Not this.
                /** In a
                 * block. */
                interface i {
                    /// A record.
                    record r {
                        /// A field.
                        a: u8,
                        b: u8,
                    }
                    //// Not this either.
                    /// A function.
                    @unstable(feature = x)
                    f: func();
                    resource s {
                        /// A method.
                        m: func();
                    }
                }
                """);
        WitInterface found = packages.bindings(Set.of()).get(0);
        assertThat(found.packageDocumentation()).isEqualTo("The package,\nin two lines.");
        assertThat(found.documentation()).isEqualTo("In a\nblock.");
        assertThat(found.declarations())
                .extracting(WitDeclaration::name, WitDeclaration::documentation, WitDeclaration::parts)
                .containsExactly(
                        tuple("r", "A record.", Map.of("a", "A field.")),
                        tuple("s", "", Map.of()),
                        tuple("[method]s.m", "A method.", Map.of()));
    }

    @Test
    void skipsComments() {
        assertThat(parse("/// doc\npackage a:b; // line\n/* block /* nested */ still */ interface i {}")
                        .interfaces())
                .containsExactly("a:b/i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interface i { f: func() }|1:37|expected `;`",
                "interface i { f: func(a: nothing); }|1:38|no type `nothing`",
                "interface i { type a = b; type b = a; }|1:48|contains itself",
                "interface i { record r { a: list<r> } }|1:46|contains itself",
                "interface i { f: func(); f: func(); }|1:38|declared twice",
                "interface i { enum e { a, a } }|1:27|declared twice",
                "interface i { record r {} }|1:27|empty",
                "interface i { use j.{t}; }|1:31|no interface `j`",
                "interface i { use j.{t}; } interface j { use i.{t}; }|1:13|uses itself",
                "interface j {} interface i { use j.{t}; }|1:42|no type `t`",
                "interface i { resource r; f: func() -> borrow<r>; }|1:39|cannot hold a borrow",
                "interface i { f: func() -> own<u8>; }|1:44|not a resource",
                "interface i { f: func() -> stream<u8>; }|1:40|outside the synchronous feature set",
                "interface i { f: async func(); }|1:30|outside the synchronous feature set",
                "interface i { fooBar: func(); }|1:27|not in kebab case",
                "interface i { list: func(); }|1:27|keyword",
                "interface i { f: func(a: list<u8, 0>); }|1:47|length 0",
                "interface i { f: func(a: list<u8, 04>); }|1:47|length 04",
                "interface i { f: func(a: error-context); }|1:38|outside the synchronous feature set",
                "interface i { f: get() -> u8; }|1:30|getters and setters",
                "interface i { resource r { f: static set(a: u8); } }|1:50|getters and setters",
                "package c:d:e {}|1:24|nested namespaces and packages",
                "package c:d/e {}|1:24|nested namespaces and packages",
                "interface i { use c:d:e/f.{g}; }|1:34|nested namespaces and packages",
                "interface i { use c:d/e/f.{g}; }|1:36|nested namespaces and packages",
                "world w { import c:d:e/f; }|1:33|nested namespaces and packages",
                "package c:d { package e:f {} }|1:27|a package cannot stand within another",
                "world w { import c:d; }|1:30|`c:d` is a package, not an interface",
                "world w { import list: func(); }|1:30|keyword",
                "interface j {} world w { import list: j; }|1:45|keyword",
                "world v { import f: func(); } world w { include v with { f as list } }|1:75|keyword",
                "interface i { # }|1:27|unexpected character `#`",
                "interface i { @later(x) f: func(); }|1:28|unknown attribute",
                "world w { include w; }|1:13|includes itself",
                "world v {} world w { include v with { a as b }; }|1:42|no `a` to rename",
                "world w { import f: func(); import f: func(x: u8); }|1:48|there twice",
                "world w { import f: func(); import f: func(); }|1:48|there twice",
                "world w { import f: func(); import F: func(); }|1:48|there twice",
                "world w { export f: func(); export F: interface {} }|1:48|there twice",
                "world w { type f = u8; import F: func(); }|1:43|there twice",
                "interface i {} world w { import i; import i; }|1:55|`a:b/i` is there twice",
                "interface i {} world w { export i; export a:b/i; }|1:55|`a:b/i` is there twice",
                "interface i { type t = map<f32, u8>; }|1:36|map's key must be",
                "interface i { type t = map<list<u8>, u8>; }|1:36|map's key must be",
                "interface i { resource r { r: func(); } }|1:40|the name of its resource",
                "interface i { resource r { f: func(); F: static func(); } }|1:51|declared twice",
                "interface i { resource r { constructor() -> string; } }|1:40|only return a result with `r`",
                "interface i { resource r { constructor() -> r; } }|1:40|only return a result with `r`",
                "interface i { resource r { constructor() -> result; } }|1:40|only return a result with `r`",
                "use c:d/i; interface i {}|1:17|also used from elsewhere",
                "interface i { @external-id(x) f: func(); }|1:40|expected text in quotes",
                "interface i { @external-id(\"x) f: func(); }|1:40|does not end",
                "interface i { @external-id(\"\\q\") f: func(); }|1:42|an escape that means nothing",
                "interface i { @external-id(\"\\0\") f: func(); }|1:42|an escape that means nothing",
                "interface i { @external-id(\"\\u{d800}\") f: func(); }|1:44|an escape that means nothing",
                "interface i { @external-id(\"\\u{110000}\") f: func(); }|1:44|an escape that means nothing",
                "interface i { @external-id(\"\\u{1_}\") f: func(); }|1:44|an escape that means nothing",
                "interface i { @external-id(\"\\ff\") f: func(); }|1:40|is not UTF-8",
                "interface i { @external-id(\"x\") @deprecated(version = 1.0.0) f: func(); }|1:27|needs `@since`",
                "// \u0085|1:16|a control character",
                "// \u0673|1:16|U+0673, which Unicode discourages",
                "interface i {} interface i {}|1:28|declared twice",
                "interface i {} interface I {}|1:28|declared twice",
                "interface i {} world I {}|1:28|declared twice",
                "interface i { @since(version = 1.0.0) f: func(); }|1:27|has no version that `@since`",
                "interface i { @deprecated(version = 1.0.0) f: func(); }|1:27|needs `@since` or `@unstable`",
                "interface i { @unstable(feature = a) @unstable(feature = b) f: func(); }|1:51|there twice",
                "interface i { use c:d/e@1.0.0-01.{f}; }|1:45|leading zero",
                "/* never ends|1:13|does not end"
            })
    void saysWhatIsWrongAndWhere(String text, String place, String message) {
        WitException failure = catchThrowableOfType(WitException.class, () -> parse("package a:b;" + text));
        assertThat(failure).hasMessageContaining(message).hasMessageContaining("test.wit:" + place + ")");
    }

    @Test
    void refusesTypesAndWorldsThatGrowWithoutBound() {
        StringBuilder types = new StringBuilder("package a:b; interface i { type t0 = u8;");
        for (int i = 1; i < 60; i++) {
            types.append("type t%d = tuple<t%d, t%d>;".formatted(i, i - 1, i - 1));
        }
        assertThat(catchThrowableOfType(WitException.class, () -> parse(types + "}")))
                .hasMessageContaining("too large");
        StringBuilder worlds = new StringBuilder("package a:b; world w0 {}");
        for (int i = 1; i < 30; i++) {
            worlds.append("world w%d { include w%d; include w%d; }".formatted(i, i - 1, i - 1));
        }
        assertThat(catchThrowableOfType(WitException.class, () -> parse(worlds.toString())))
                .hasMessageContaining("includes too much");
        String deep = "package a:b; interface i { type t = " + "list<".repeat(5_000) + "u8" + ">".repeat(5_000) + "; }";
        assertThat(catchThrowableOfType(WitException.class, () -> parse(deep))).hasMessageContaining("too deeply");
    }

    /** Text that was damaged at random places gives types or a {@link WitException}, nothing else. */
    @Test
    void survivesDamagedText() throws IOException {
        String[] pieces = {
            "{", "}", "<", ">", ";", ":", "@", "%", "->", "use", "resource", "list", "_", "/*", "0.2.0", "\u202e"
        };
        String http = Files.readString(Path.of("src/main/wit/deps/io/io.wit"))
                + Files.readString(Path.of("src/main/wit/world.wit")).replaceFirst("package[^;]*;", "");
        Random random = new Random(20_261_123);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(http);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                int at = random.nextInt(text.length() - 20);
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, at + 1 + random.nextInt(15));
                    case 1 -> text.insert(at, pieces[random.nextInt(pieces.length)]);
                    default -> text.setCharAt(at, (char) random.nextInt(300));
                }
            }
            try {
                parse(text.toString());
            } catch (WitException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }
}
