package io.fuscia.wit.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.text.WitPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingGeneratorTest {
    /** Everything that WIT allows and Java finds hard. */
    private static final String TRICKY = """
            package my-org:the-package@1.2.3;

            /// Documented with `code`, <tags>, */ and @at.
            interface class {
                /// A record with Java's words.
                record default {
                    /// Not a good name.
                    class: u8,
                    hash-code: string,
                    to-string: list<u8>,
                    %record: option<option<u8>>,
                    wait: char,
                }
                /** In a block
                  * of two lines. */
                variant value {
                    null,
                    %string(string),
                    object(list<tuple<string, f64>>),
                    value(u64),
                    default(default),
                    class,
                }
                enum %enum { a, a-b, a-1, a1, %static }
                flags wide {
                    g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15, g16, g17, g18, g19, g20,
                    g21, g22, g23, g24, g25, g26, g27, g28, g29, g30, g31,
                }
                flags narrow { x, y }
                record integer { %string: string, %list: list<integer-part>, %optional: option<string> }
                record integer-part { x: s8 }
                type alias = %enum;
                resource %string {
                    constructor(call: string, args: list<alias>);
                    clone: func() -> own<%string>;
                    %static: static func(a: borrow<%string>, b: string) -> result<%string, %enum>;
                    %drop: func(value: option<value>);
                }
                bare: func() -> result;
                only-error: func() -> result<_, value>;
                only-value: func() -> result<default>;
                nested: func(a: option<option<value>>, b: list<list<default>>, c: tuple<narrow, wide>,
                    host: map<string, value>, instance: list<u32, 4>, imports: list<borrow<%string>>)
                    -> result<option<result<value, narrow>>, tuple<u8, u8, u8, u8, u8, u8, u8, u8>>;
                new: func(new: string);
            }

            interface renames {
                use class.{value as other, %enum as %list, %string as %object, default};
                f: func(a: other, b: list<%list>, c: borrow<object>, d: default) -> object;
                value: func();
            }

            interface renames-twice {
                use renames.{other as %string};
                f: func(a: %string) -> option<%string>;
            }

            world everything {
                import class;
                import renames-twice;
                use class.{narrow};
                import direct: func(a: narrow) -> string;
                import in-place: interface { record r { a: u8 } f: func(a: r) -> r; }
                export outside: func(a: list<narrow>) -> tuple<narrow, string>;
                export renames;
                export in-place: interface {
                    resource counter { constructor(start: u64); next: func() -> u64; pair: static func() -> tuple<counter, counter>; }
                    to-string: func(options: string) -> string;
                }
            }
            """;

    @TempDir
    private Path folder;

    private static WitPackages parse(String... texts) {
        WitPackages.Builder builder = WitPackages.builder();
        for (String text : texts) {
            builder.add("test.wit", text);
        }
        return builder.build();
    }

    /** Compiles with all warnings as errors; returns what the compiler says. */
    private String compile(Map<String, String> files) throws IOException, URISyntaxException {
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve("sources").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            sources.add(Files.writeString(path, file.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Path.of(HostImports.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.createDirectories(folder.resolve("classes"));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-Xlint:all,-classfile,-path",
                    "-Werror",
                    "-proc:none",
                    "-cp",
                    classes.toString(),
                    "-d",
                    folder.resolve("classes").toString());
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
        return said.toString();
    }

    @Test
    void compilesWhateverNamesTheTextUses() throws Exception {
        Map<String, String> files = BindingGenerator.generate(parse(TRICKY), Set.of(), "test.made");
        assertThat(compile(files)).isEmpty();
        assertThat(files)
                .containsKeys(
                        "test/made/my_org/the_package/Class.java",
                        "test/made/my_org/the_package/exports/Renames.java",
                        "test/made/my_org/the_package/everything/InPlace.java",
                        "test/made/my_org/the_package/everything/exports/InPlace.java",
                        "test/made/my_org/the_package/everything/Everything.java",
                        "test/made/my_org/the_package/everything/exports/Everything.java",
                        "test/made/my_org/the_package/package-info.java");
        assertThat(files.get("test/made/my_org/the_package/Class.java"))
                .contains("Documented with <code>code</code>, &lt;tags&gt;, *&#47; and &#64;at.")
                .contains("Optional<Optional<Short>> record")
                .contains("Set<Class.Wide>");
    }

    @Test
    void compilesTheDocumentedExample() throws Exception {
        String page = Files.readString(Path.of("BINDINGS.md"));
        Map<String, String> files =
                new TreeMap<>(BindingGenerator.generate(parse(block(page, "wit")), Set.of(), "example.bindings"));
        files.put("example/Host.java", block(page, "java"));
        assertThat(compile(files)).isEmpty();
    }

    private static String block(String page, String language) {
        return page.split("```" + language + "\n", 2)[1].split("```", 2)[0];
    }

    @Test
    void keepsVersionsApart() throws Exception {
        String text = "interface i { record r { a: u8 } f: func(r: r); }";
        Map<String, String> files = BindingGenerator.generate(
                parse(
                        "package a:b@0.1.0;" + text,
                        "package a:b@0.2.0;" + text,
                        "package c:d; interface j { use a:b/i@0.1.0.{r}; use a:b/i@0.2.0.{r as r2}; f: func(a: r, b: r2); }"),
                Set.of(),
                "test.made");
        compile(files);
        assertThat(files)
                .containsKeys("test/made/a/b/v0_1_0/I.java", "test/made/a/b/v0_2_0/I.java", "test/made/c/d/J.java");
        assertThat(files.get("test/made/c/d/J.java")).contains("test.made.a.b.v0_2_0.I");
    }

    @Test
    void generatesForTheChosenWorldOnly() {
        WitPackages packages = parse("""
                package a:b;
                interface used { resource r; }
                interface imported { use used.{r}; f: func() -> r; }
                interface unrelated { g: func(); }
                world w { import imported; export f: func(); }
                world other { import unrelated; }
                """);
        assertThat(BindingGenerator.generate(packages, Set.of("a:b/w"), "p").keySet())
                .contains("p/a/b/Used.java", "p/a/b/Imported.java", "p/a/b/w/exports/W.java")
                .doesNotContain("p/a/b/Unrelated.java");
        assertThatThrownBy(() -> BindingGenerator.generate(packages, Set.of("a:b/none"), "p"))
                .hasMessageContaining("there is no world a:b/none, only [a:b/other, a:b/w]");
    }

    @Test
    void generatesTheSameAgain() {
        assertThat(BindingGenerator.generate(parse(TRICKY), Set.of(), "p"))
                .isEqualTo(BindingGenerator.generate(parse(TRICKY), Set.of(), "p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interface i { f: func(a: tuple<u8,u8,u8,u8,u8,u8,u8,u8,u8>); }|1:27|tuples of more than 8 parts",
                "interface i { new-r: func(); resource r { constructor(); } }|1:55|are both newR in Java",
                "interface i { record a-b { x: u8 } record ab { x: u8 } }|1:48|are both Ab in Java",
                "world w { resource r; import f: func(r: r); }|1:23|which hosts cannot offer",
                "interface i { f: func(a: nothing); }|1:38|no type `nothing`",
                "interface i { f: func( }|1:36|expected a name"
            })
    void saysWhatIsWrongAndWhere(String text, String place, String message) throws IOException {
        Files.writeString(folder.resolve("wrong.wit"), "package a:b;" + text);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = Generate.run(
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                "--wit",
                folder.toString(),
                "--package",
                "p",
                "--out",
                folder.resolve("out").toString());
        assertThat(code).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains(message)
                .contains(folder.resolve("wrong.wit") + ":" + place + ")");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void leavesUnchangedFilesAloneAndRemovesItsOldOnes() throws IOException {
        Path wit = Files.createDirectory(folder.resolve("wit"));
        Path out = folder.resolve("out");
        Files.writeString(wit.resolve("a.wit"), "package a:b; interface i { f: func(); } interface j { g: func(); }");
        run(wit, out);
        Path kept = out.resolve("p/a/b/I.java");
        Path mine = Files.writeString(out.resolve("p/a/b/Mine.java"), "class Mine {}");
        Files.setLastModifiedTime(kept, java.nio.file.attribute.FileTime.fromMillis(1_000));
        Files.writeString(wit.resolve("a.wit"), "package a:b; interface i { f: func(); }");
        run(wit, out);
        assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1_000);
        assertThat(out.resolve("p/a/b/J.java")).doesNotExist();
        assertThat(mine).exists();
    }

    private static void run(Path wit, Path out) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int code = Generate.run(
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                "--wit",
                wit.toString(),
                "--package",
                "p",
                "--out",
                out.toString());
        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void saysHowItIsUsed() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
        assertThat(Generate.run(stream, "--wit")).isEqualTo(2);
        assertThat(Generate.run(stream, "--nonsense")).isEqualTo(2);
        assertThat(Generate.run(stream, "--wit", "a", "--out", "b", "--package", "not-java"))
                .isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("--wit needs a value", "unknown option --nonsense", "not a Java package: not-java", "usage:");
    }
}
