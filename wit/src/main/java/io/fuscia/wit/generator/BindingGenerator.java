package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitInterface;
import io.fuscia.wit.text.WitPackages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes Java sources out of WIT packages.
 *
 * <p>An interface {@code my-org:shop/price-list} that components import becomes {@code BASE.my_org.shop.PriceList}, a Java
 * interface with a method per function and the types nested in it; the host implements it and passes it to
 * {@code PriceList.addTo}. Records become records, enums enums, variants sealed interfaces of records, flags sets of an
 * enum, resources interfaces. One that components export becomes {@code BASE.my_org.shop.exports.PriceList}, a class to
 * call it through. Versions are left out of package names unless there are several of a package.
 */
public final class BindingGenerator {
    private BindingGenerator() {}

    /**
     * Generates everything.
     *
     * @param packages the text
     * @param worlds worlds to generate for, by name; empty for all worlds and interfaces
     * @param basePackage the Java package that all others are below
     * @return the text of each file by its path below the folder of sources, in order
     * @throws io.fuscia.wit.text.WitException if a name in the text means nothing
     * @throws GeneratorException if something in it has no counterpart in Java
     * @throws java.util.NoSuchElementException if there is no such world
     */
    public static Map<String, String> generate(WitPackages packages, Set<String> worlds, String basePackage) {
        List<WitInterface> sources = packages.bindings(worlds);
        List<JavaInterface> interfaces = placed(sources, basePackage);
        JavaTypes types = new JavaTypes(interfaces);
        Map<String, String> files = new TreeMap<>();
        Map<String, String> packageComments = new TreeMap<>();
        for (JavaInterface each : interfaces) {
            types.check(each);
            write(each, types, files);
            packageComments.putIfAbsent(each.packageName(), packageComment(each));
        }
        packageComments.forEach((name, comment) -> files.put(path(name + ".package-info"), comment));
        return files;
    }

    private static void write(JavaInterface each, JavaTypes types, Map<String, String> files) {
        Set<String> taken = TypeWriter.namesTaken(types, each);
        String origin = Path.of(each.source().place().file()).getFileName().toString();
        Set<String> nested = new TreeSet<>(taken);
        nested.add(each.simpleName());
        JavaFile file = new JavaFile(each.packageName(), origin, each.qualifiedName(), nested);
        JavaFile binding =
                new JavaFile(each.packageName(), origin, each.bindingName(), Set.of(each.simpleName() + "Binding"));
        if (each.exported()) {
            new ExportWriter(types, each, file, binding).write();
        } else {
            new ImportWriter(types, each, file, binding).write();
        }
        files.put(path(each.qualifiedName()), file.text());
        files.put(path(each.bindingName()), binding.text());
    }

    private static String path(String qualified) {
        return qualified.replace('.', '/') + ".java";
    }

    private static String packageComment(JavaInterface each) {
        String origin = Path.of(each.source().place().file()).getFileName().toString();
        JavaFile file = new JavaFile(each.packageName(), origin, each.packageName() + ".package-info", Set.of());
        String title = (each.exported() ? "What components export of " : "What hosts implement of ")
                + "{@code "
                + each.source().world().orElse(each.source().name()).replaceFirst("/[^@]*", "")
                + "}.";
        file.documentation(title, each.source().packageDocumentation());
        return file.packageInfo();
    }

    private static List<JavaInterface> placed(List<WitInterface> sources, String basePackage) {
        Map<String, Set<String>> versions = new LinkedHashMap<>();
        for (WitInterface source : sources) {
            Name name = Name.of(source);
            versions.computeIfAbsent(name.namespace() + ":" + name.packageName(), key -> new TreeSet<>())
                    .add(name.version());
        }
        List<JavaInterface> placed = new ArrayList<>();
        Map<String, WitInterface> taken = new LinkedHashMap<>();
        for (WitInterface source : sources) {
            Name name = Name.of(source);
            boolean several =
                    versions.get(name.namespace() + ":" + name.packageName()).size() > 1;
            StringBuilder java = new StringBuilder(basePackage)
                    .append('.')
                    .append(JavaNames.packagePart(name.namespace()))
                    .append('.')
                    .append(JavaNames.packagePart(name.packageName()));
            if (several) {
                java.append(".").append(JavaNames.packagePart("v" + name.version()));
            }
            String simple = JavaNames.type(name.simple());
            if (source.world().isPresent()) {
                java.append('.').append(JavaNames.packagePart(name.simple()));
                simple = source.name().isEmpty() ? simple : JavaNames.type(source.name());
            }
            if (source.exported()) {
                java.append(".exports");
            }
            JavaInterface made = new JavaInterface(source, java.toString(), simple);
            if (taken.putIfAbsent(made.qualifiedName().toLowerCase(Locale.ROOT), source) != null) {
                throw new GeneratorException(
                        "`" + source.name() + "` and another interface are both " + made.qualifiedName() + " in Java",
                        source.place());
            }
            placed.add(made);
        }
        return placed;
    }

    /** The parts of an interface's name, or of the name of the world that has it. */
    private record Name(String namespace, String packageName, String simple, String version) {
        static Name of(WitInterface source) {
            String full = source.world().orElse(source.name());
            int colon = full.indexOf(':');
            int slash = full.indexOf('/');
            int at = full.indexOf('@');
            return new Name(
                    full.substring(0, colon),
                    full.substring(colon + 1, slash),
                    full.substring(slash + 1, at < 0 ? full.length() : at),
                    at < 0 ? "" : full.substring(at + 1));
        }
    }
}
