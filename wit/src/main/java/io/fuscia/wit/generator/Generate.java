package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitException;
import io.fuscia.wit.text.WitPackages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The generator as a program, for any build tool:
 *
 * <pre>{@code
 * java -cp fuscia-wit.jar io.fuscia.wit.generator.Generate \
 *     --wit src/main/wit --package com.example.bindings --out target/generated-sources/wit [--world my:app/app]...
 *     [--feature NAME]... [--all-features]
 * }</pre>
 *
 * Files that would not change are left alone, so that compilers see what changed; generated ones that are no longer
 * wanted are removed. Exit codes: 0 done, 1 the text is wrong (message with file, line and column), 2 wrong usage.
 */
public final class Generate {
    private static final String MARK = "// Generated from ";

    private final WitPackages.Builder packages = WitPackages.builder();
    private final Set<String> worlds = new HashSet<>();
    private Path wit;
    private Path out;
    private String basePackage;

    private Generate() {}

    /** Runs the program and ends the virtual machine with its exit code if that is not 0. */
    public static void main(String... args) {
        int code = run(System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * Runs the program.
     *
     * @param errors gets messages about what is wrong
     * @return the exit code
     */
    public static int run(PrintStream errors, String... args) {
        try {
            Generate generate = new Generate();
            generate.read(List.of(args).iterator());
            generate.write();
            return 0;
        } catch (WitException | GeneratorException | NoSuchElementException e) {
            errors.println("error: " + e.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            errors.println("error: " + e.getMessage());
            errors.println("usage: --wit PATH --package NAME --out FOLDER [--world NAME]... [--feature NAME]..."
                    + " [--all-features]");
            return 2;
        } catch (IOException e) {
            errors.println("error: " + e);
            return 1;
        }
    }

    private void read(Iterator<String> args) {
        while (args.hasNext()) {
            String option = args.next();
            switch (option) {
                case "--wit" -> wit = Path.of(value(option, args));
                case "--out" -> out = Path.of(value(option, args));
                case "--package" -> basePackage = value(option, args);
                case "--world" -> worlds.add(value(option, args));
                case "--feature" -> packages.feature(value(option, args));
                case "--all-features" -> packages.allFeatures();
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (wit == null || out == null || basePackage == null) {
            throw new IllegalArgumentException("--wit, --package and --out are needed");
        }
        if (!basePackage.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*")) {
            throw new IllegalArgumentException("not a Java package: " + basePackage);
        }
    }

    private static String value(String option, Iterator<String> args) {
        if (!args.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return args.next();
    }

    private void write() throws IOException {
        Map<String, String> files = BindingGenerator.generate(packages.add(wit).build(), worlds, basePackage);
        removeOld(files.keySet());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = out.resolve(file.getKey());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    /** Removes only what this program wrote. */
    private void removeOld(Set<String> wanted) throws IOException {
        if (!Files.isDirectory(out)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> all = Files.walk(out)) {
            found = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : found) {
            String relative = out.relativize(file).toString().replace('\\', '/');
            if (!wanted.contains(relative) && Files.readString(file).startsWith(MARK)) {
                Files.delete(file);
            }
        }
    }
}
