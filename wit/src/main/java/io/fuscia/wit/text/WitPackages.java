package io.fuscia.wit.text;

import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.InstanceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Packages of WIT text, parsed and with their names looked up. Interfaces are named
 * {@code namespace:package/name@version}, worlds alike. Immutable and thread-safe.
 */
public final class WitPackages {
    private final Declarations declarations;
    private final Set<String> features;

    private WitPackages(Declarations declarations, Set<String> features) {
        this.declarations = declarations;
        this.features = Set.copyOf(features);
    }

    /** Starts an empty collection. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a folder as tools lay it out: its {@code .wit} files are one package, each folder or file of {@code deps}
     * another; or a single file.
     *
     * @throws WitException if something is wrong with the text
     */
    public static WitPackages read(Path folder) throws IOException {
        return builder().add(folder).build();
    }

    private static void addFolder(Builder builder, Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            builder.add(List.of(source(folder)));
            return;
        }
        builder.add(sources(folder));
        Path dependencies = folder.resolve("deps");
        if (Files.isDirectory(dependencies)) {
            for (Path entry : children(dependencies)) {
                if (Files.isDirectory(entry)) {
                    builder.add(sources(entry));
                } else if (entry.toString().endsWith(".wit")) {
                    builder.add(List.of(source(entry)));
                }
            }
        }
    }

    private static List<WitSource> sources(Path folder) throws IOException {
        List<WitSource> sources = new ArrayList<>();
        for (Path file : children(folder)) {
            if (file.toString().endsWith(".wit")) {
                sources.add(source(file));
            }
        }
        return sources;
    }

    private static WitSource source(Path file) throws IOException {
        return new WitSource(file.toString(), Files.readString(file));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Returns the names of all interfaces. */
    public SortedSet<String> interfaces() {
        return new TreeSet<>(declarations.interfaces().keySet());
    }

    /** Returns the names of all worlds. */
    public SortedSet<String> worlds() {
        return new TreeSet<>(declarations.worlds().keySet());
    }

    /**
     * Returns an interface as the type of an instance: its types, used ones included, and its functions.
     *
     * @throws WitException if a name in it or in what it uses means nothing
     * @throws java.util.NoSuchElementException if there is no such interface
     */
    public InstanceType interfaceType(String name) {
        Declarations.InterfaceNode node =
                Optional.ofNullable(declarations.interfaces().get(name)).orElseThrow();
        return new Elaboration(declarations, features).imported(node);
    }

    /**
     * Returns a world as the type of a component. Interfaces that its own use are imported too, as in components.
     *
     * @throws WitException if a name in it or in what it uses means nothing
     * @throws java.util.NoSuchElementException if there is no such world
     */
    public ComponentType world(String name) {
        Declarations.WorldNode node =
                Optional.ofNullable(declarations.worlds().get(name)).orElseThrow();
        return new WorldElaboration(new Elaboration(declarations, features), node).run();
    }

    /**
     * Returns what bindings are made of: every interface that the worlds import, use or export, and what they have in
     * place.
     *
     * @param worlds by name; if empty, all worlds and besides all interfaces that no world exports
     * @throws WitException if a name in them or in what they use means nothing
     * @throws java.util.NoSuchElementException if there is no such world
     */
    public List<WitInterface> bindings(Set<String> worlds) {
        for (String world : worlds) {
            if (!declarations.worlds().containsKey(world)) {
                throw new NoSuchElementException("there is no world " + world + ", only " + worlds());
            }
        }
        return List.copyOf(new BindingScope(declarations, features).collect(worlds));
    }

    /** Collects packages; not thread-safe. */
    public static final class Builder {
        private final Declarations declarations = new Declarations();
        private final Set<String> features = new HashSet<>();

        private Builder() {}

        /**
         * Adds the files of one package, of which at least one names it, and packages nested in them. A package that
         * was added before with the same contents is left as it is.
         *
         * @throws WitException if the text is not well-formed or declares something twice
         */
        public Builder add(List<WitSource> sources) {
            declarations.add(sources.stream().map(WitParser::parse).toList());
            return this;
        }

        /** Adds one file. */
        public Builder add(String name, String text) {
            return add(List.of(new WitSource(name, text)));
        }

        /** Adds a folder or file as {@link #read} does. */
        public Builder add(Path folder) throws IOException {
            addFolder(this, folder);
            return this;
        }

        /** Turns all features on. */
        public Builder allFeatures() {
            return feature(Syntax.Gate.ALL_FEATURES);
        }

        /** Turns a feature on: what is {@code @unstable} because of it is there. */
        public Builder feature(String feature) {
            features.add(feature);
            return this;
        }

        /**
         * Looks everything up.
         *
         * @throws WitException for the first name that means nothing
         */
        public WitPackages build() {
            WitPackages packages = new WitPackages(declarations.within(features), features);
            Elaboration elaboration = new Elaboration(packages.declarations, packages.features);
            packages.declarations.interfaces().values().forEach(elaboration::imported);
            packages.declarations.worlds().keySet().forEach(packages::world);
            return packages;
        }
    }
}
