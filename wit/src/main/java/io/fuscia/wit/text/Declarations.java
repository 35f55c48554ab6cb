package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All interfaces and worlds by name, and what names mean in each file. */
final class Declarations {
    /** What plain names mean in one file: uses at its top, then its package. */
    record FileScope(Syntax.PackageName packageName, Map<String, Syntax.Path> uses) {}

    record InterfaceNode(String id, List<Syntax.Member> members, FileScope scope, WitException.Place place) {}

    record WorldNode(String id, List<Syntax.WorldItem> items, FileScope scope, WitException.Place place) {}

    private final Map<String, InterfaceNode> interfaces;
    private final Map<String, WorldNode> worlds;
    private final Map<String, Syntax.Gate> gates;
    private final Map<String, String> packages;
    /** What packages consist of, by their names. */
    private final Map<String, Set<String>> contents = new HashMap<>();
    /** The names of all interfaces and worlds, in lower case: those of a package must differ in more. */
    private final Set<String> names = new HashSet<>();

    Declarations() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private Declarations(
            Map<String, InterfaceNode> interfaces,
            Map<String, WorldNode> worlds,
            Map<String, Syntax.Gate> gates,
            Map<String, String> packages) {
        this.packages = packages;
        this.interfaces = interfaces;
        this.worlds = worlds;
        this.gates = gates;
    }

    /** Returns what is there when only these features are on. */
    Declarations within(Set<String> features) {
        Declarations open = new Declarations(
                new LinkedHashMap<>(interfaces),
                new LinkedHashMap<>(worlds),
                new LinkedHashMap<>(gates),
                new LinkedHashMap<>(packages));
        open.interfaces.values().removeIf(node -> isShut(node.id(), node.scope(), features));
        open.worlds.values().removeIf(node -> isShut(node.id(), node.scope(), features));
        return open;
    }

    private boolean isShut(String id, FileScope scope, Set<String> features) {
        return !gates.get(id).isOpen(features, scope.packageName());
    }

    /** What the text says about an interface or world as a whole. */
    String documentation(String id) {
        return gates.get(id).documentation();
    }

    /** What the text says about a package, by its name with the version; empty if nothing. */
    String packageDocumentation(String packageName) {
        return packages.getOrDefault(packageName, "");
    }

    Map<String, InterfaceNode> interfaces() {
        return interfaces;
    }

    Map<String, WorldNode> worlds() {
        return worlds;
    }

    /** Adds the files of one package. */
    void add(List<Syntax.PackageBody> files) {
        Optional<Syntax.PackageName> name = Optional.empty();
        for (Syntax.PackageBody file : files) {
            if (file.name().isPresent()) {
                if (name.isPresent() && !name.equals(file.name())) {
                    throw new WitException(
                            "the package is " + name.get() + " in another file, not "
                                    + file.name().get(),
                            file.place());
                }
                name = file.name();
            }
        }
        Map<String, Set<String>> added = new HashMap<>();
        for (Syntax.PackageBody file : files) {
            collectContents(name, file, added);
        }
        Set<String> known = new HashSet<>(added.keySet());
        known.removeIf(each -> !added.get(each).equals(contents.get(each)));
        for (Syntax.PackageBody file : files) {
            addBody(name, file, known);
        }
        added.forEach((each, items) ->
                contents.computeIfAbsent(each, unknown -> new HashSet<>()).addAll(items));
    }

    private static void collectContents(
            Optional<Syntax.PackageName> name, Syntax.PackageBody body, Map<String, Set<String>> into) {
        name.ifPresent(known -> into.computeIfAbsent(known.toString(), unknown -> new HashSet<>())
                .addAll(body.contents()));
        for (Syntax.TopItem item : body.items()) {
            if (item instanceof Syntax.NestedPackage nested) {
                collectContents(nested.body().name(), nested.body(), into);
            }
        }
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "\n\n" + other;
    }

    /** @param known packages that were added before as they are here: several dependencies may bring the same one */
    private void addBody(Optional<Syntax.PackageName> name, Syntax.PackageBody body, Set<String> known) {
        boolean isKnown = name.isPresent() && known.contains(name.get().toString());
        if (name.isPresent() && !isKnown) {
            packages.merge(name.get().toString(), body.documentation(), Declarations::joined);
        }
        Map<String, Syntax.Path> uses = new LinkedHashMap<>();
        for (Syntax.TopItem item : body.items()) {
            if (item instanceof Syntax.TopUse use && uses.put(use.as(), use.path()) != null) {
                throw new WitException(
                        "`" + use.as() + "` is used twice", use.path().place());
            }
        }
        for (Syntax.TopItem item : body.items()) {
            if (item instanceof Syntax.NestedPackage nested) {
                addBody(nested.body().name(), nested.body(), known);
            } else if (!(item instanceof Syntax.TopUse) && !isKnown) {
                Syntax.PackageName in = name.orElseThrow(
                        () -> new WitException("no file says what the package is called", body.place()));
                checkUnused(item, uses);
                declare(item, new FileScope(in, uses));
            }
        }
    }

    private static void checkUnused(Syntax.TopItem item, Map<String, Syntax.Path> uses) {
        String name = item instanceof Syntax.Interface declared ? declared.name() : ((Syntax.World) item).name();
        if (uses.containsKey(name)) {
            throw new WitException(
                    "`" + name + "` is declared, but also used from elsewhere",
                    uses.get(name).place());
        }
    }

    private void declare(Syntax.TopItem item, FileScope scope) {
        if (item instanceof Syntax.Interface declared) {
            String id = declareName(scope, declared.name(), declared.place());
            interfaces.put(id, new InterfaceNode(id, declared.members(), scope, declared.place()));
            gates.put(id, declared.gate());
        } else if (item instanceof Syntax.World declared) {
            String id = declareName(scope, declared.name(), declared.place());
            worlds.put(id, new WorldNode(id, declared.items(), scope, declared.place()));
            gates.put(id, declared.gate());
        }
    }

    private String declareName(FileScope scope, String name, WitException.Place place) {
        String id = scope.packageName().member(name);
        if (!names.add(scope.packageName().member(name.toLowerCase(Locale.ROOT)))) {
            throw new WitException("`" + id + "` is declared twice", place);
        }
        return id;
    }

    InterfaceNode findInterface(Syntax.Path path, FileScope scope) {
        return find(interfaces, path, scope, "interface", 0);
    }

    WorldNode findWorld(Syntax.Path path, FileScope scope) {
        return find(worlds, path, scope, "world", 0);
    }

    private static <T> T find(Map<String, T> all, Syntax.Path path, FileScope scope, String what, int depth) {
        if (path.packageName().isPresent()) {
            Syntax.PackageName name = path.packageName().get();
            T exact = all.get(name.member(path.name()));
            if (exact != null) {
                return exact;
            }
            if (name.version().isEmpty()) {
                return onlyVersion(all, name, path, what);
            }
        } else if (scope.uses().containsKey(path.name()) && depth < 16) {
            return find(all, scope.uses().get(path.name()), scope, what, depth + 1);
        } else {
            T found = all.get(scope.packageName().member(path.name()));
            if (found != null) {
                return found;
            }
        }
        throw new WitException("there is no " + what + " `" + path + "`", path.place());
    }

    /** A name without a version means the package that has one, if there is just one of that name. */
    private static <T> T onlyVersion(Map<String, T> all, Syntax.PackageName name, Syntax.Path path, String what) {
        String prefix = name.path() + "/" + path.name() + "@";
        List<T> found = new ArrayList<>();
        all.forEach((id, node) -> {
            if (id.startsWith(prefix)) {
                found.add(node);
            }
        });
        if (found.size() != 1) {
            throw new WitException(
                    (found.isEmpty() ? "there is no " : "there are several versions of the ") + what + " `" + path
                            + "`",
                    path.place());
        }
        return found.get(0);
    }
}
