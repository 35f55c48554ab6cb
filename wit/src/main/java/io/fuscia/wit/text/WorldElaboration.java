package io.fuscia.wit.text;

import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Turns a world, with the worlds that it includes, into a component type. */
final class WorldElaboration {
    private static final int MOST_INCLUDES = 1_000;

    private final Elaboration elaboration;
    private final Declarations.WorldNode world;
    private final Map<String, ExternType> imports = new LinkedHashMap<>();
    private final Map<String, ExternType> exports = new LinkedHashMap<>();
    private final Set<String> importNames = new HashSet<>();
    private final Set<String> exportNames = new HashSet<>();
    private final List<ResourceId> imported = new ArrayList<>();
    private final List<ResourceId> fresh = new ArrayList<>();
    private final Set<String> including = new LinkedHashSet<>();
    private final Map<String, Written> written = new LinkedHashMap<>();
    private final List<Syntax.Member> allMembers = new ArrayList<>();
    private final List<ResourceId> ownResources = new ArrayList<>();
    private int includes;

    /**
     * How a function or an interface in place is written.
     *
     * @param members of the interface
     */
    record Written(
            List<Syntax.Member> members,
            Declarations.FileScope scope,
            String documentation,
            WitException.Place place) {}

    WorldElaboration(Elaboration elaboration, Declarations.WorldNode world) {
        this.elaboration = elaboration;
        this.world = world;
    }

    /** Says what is exported, before anything is elaborated. */
    void announce() {
        announceExports(world, new HashSet<>());
    }

    /** Elaborates after {@link #announce}. */
    void elaborate() {
        add(world, UnaryOperator.identity());
    }

    /** What the world has under plain names: in place, and outside any interface. */
    Map<String, ExternType> plain(boolean exported) {
        Map<String, ExternType> plain = new LinkedHashMap<>(exported ? exports : imports);
        plain.keySet().removeIf(name -> name.contains("/"));
        return plain;
    }

    /** How a function or an interface in place is written. */
    Optional<Written> written(boolean exported, String name) {
        return Optional.ofNullable(written.get(key(!exported, name)));
    }

    /** Types and uses outside any interface. */
    List<Syntax.Member> members() {
        return allMembers;
    }

    /** Resources outside any interface. */
    List<ResourceId> ownResources() {
        return ownResources;
    }

    ComponentType run() {
        announce();
        elaborate();
        Map<String, ExternType> all = new LinkedHashMap<>(elaboration.imported());
        elaboration.imported().values().forEach(type -> imported.addAll(type.freshResources()));
        all.putAll(imports);
        return new ComponentType(all, exports, imported, fresh);
    }

    /** Uses in exported interfaces mean exported ones, wherever these stand. */
    private void announceExports(Declarations.WorldNode node, Set<String> seen) {
        if (!seen.add(node.id())) {
            return;
        }
        for (Syntax.WorldItem item : node.items()) {
            if (!elaboration.isOpen(item.gate(), node.scope())) {
                continue;
            }
            if (item instanceof Syntax.PathExtern extern && !extern.imported()) {
                elaboration.willExport(elaboration
                        .declarations()
                        .findInterface(extern.path(), node.scope())
                        .id());
            } else if (item instanceof Syntax.Include include) {
                announceExports(elaboration.declarations().findWorld(include.path(), node.scope()), seen);
            }
        }
    }

    private void add(Declarations.WorldNode node, UnaryOperator<String> names) {
        if (!including.add(node.id())) {
            throw new WitException("world `" + node.id() + "` includes itself", node.place());
        }
        if (++includes > MOST_INCLUDES) {
            throw new WitException("world `" + world.id() + "` includes too much", node.place());
        }
        List<Syntax.Member> members = new ArrayList<>();
        for (Syntax.WorldItem item : node.items()) {
            if (item instanceof Syntax.WorldMember member) {
                members.add(member.member());
            }
        }
        MemberScope types = new MemberScope(elaboration, members, node.scope(), false);
        types.externs().forEach((name, type) -> put(true, names.apply(name), type, node.place()));
        imported.addAll(types.resources());
        ownResources.addAll(types.resources());
        allMembers.addAll(members);
        Set<String> seen = new HashSet<>();
        for (Syntax.WorldItem item : node.items()) {
            if (elaboration.isOpen(item.gate(), node.scope())) {
                if (item instanceof Syntax.PathExtern extern) {
                    checkOnce(node, extern, seen);
                }
                add(node, item, types, names);
            }
        }
        including.remove(node.id());
    }

    private void add(
            Declarations.WorldNode node, Syntax.WorldItem item, MemberScope types, UnaryOperator<String> names) {
        if (item instanceof Syntax.PathExtern extern) {
            Declarations.InterfaceNode target = elaboration.declarations().findInterface(extern.path(), node.scope());
            if (extern.imported()) {
                elaboration.imported(target);
            } else if (!exports.containsKey(target.id())) {
                export(target.id(), elaboration.exported(target), target.place());
            }
        } else if (item instanceof Syntax.NamedExtern extern) {
            ExternType type = extern.function().isPresent()
                    ? types.function(extern.function().get(), extern.place())
                    : elaboration.inline(extern.members(), node.scope(), !extern.imported());
            Written how =
                    new Written(extern.members(), node.scope(), extern.gate().documentation(), extern.place());
            named(extern.imported(), names.apply(extern.name()), type, how);
        } else if (item instanceof Syntax.LabelledExtern extern) {
            Declarations.InterfaceNode target = elaboration.declarations().findInterface(extern.path(), node.scope());
            ExternType type = elaboration.inline(target.members(), target.scope(), !extern.imported());
            Written how =
                    new Written(target.members(), target.scope(), extern.gate().documentation(), extern.place());
            named(extern.imported(), names.apply(extern.name()), type, how);
        } else if (item instanceof Syntax.Include include) {
            include(node, include, names);
        }
    }

    private void named(boolean imported, String name, ExternType type, Written how) {
        written.put(key(imported, name), how);
        if (!imported) {
            export(name, type, how.place());
            return;
        }
        put(true, name, type, how.place());
        if (type instanceof InstanceType instance) {
            this.imported.addAll(instance.freshResources());
        }
    }

    private static String key(boolean imported, String name) {
        return (imported ? "import " : "export ") + name;
    }

    private void export(String name, ExternType type, WitException.Place place) {
        put(false, name, type, place);
        if (type instanceof InstanceType instance) {
            fresh.addAll(instance.freshResources());
        }
    }

    private void include(Declarations.WorldNode node, Syntax.Include include, UnaryOperator<String> names) {
        Declarations.WorldNode target = elaboration.declarations().findWorld(include.path(), node.scope());
        Set<String> unused = new HashSet<>(include.with().keySet());
        add(target, name -> {
            unused.remove(name);
            return names.apply(include.with().getOrDefault(name, name));
        });
        if (!unused.isEmpty()) {
            throw new WitException(
                    "`" + include.path() + "` has no `" + unused.iterator().next() + "` to rename",
                    include.path().place());
        }
    }

    /**
     * Plain names have no identity: what two included worlds both have must be renamed, even if it is the same. Names
     * that differ only in case are the same name.
     */
    private void put(boolean imported, String name, ExternType type, WitException.Place place) {
        Set<String> names = imported ? importNames : exportNames;
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw new WitException("`" + name + "` is there twice", place);
        }
        (imported ? imports : exports).put(name, type);
    }

    /** Interfaces may come again out of included worlds, but a world names each only once itself. */
    private void checkOnce(Declarations.WorldNode node, Syntax.PathExtern extern, Set<String> seen) {
        String id = elaboration
                .declarations()
                .findInterface(extern.path(), node.scope())
                .id();
        if (!seen.add(key(extern.imported(), id))) {
            throw new WitException("`" + id + "` is there twice", extern.path().place());
        }
    }
}
