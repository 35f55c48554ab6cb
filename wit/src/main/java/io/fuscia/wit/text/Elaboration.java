package io.fuscia.wit.text;

import io.fuscia.wit.types.InstanceType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns interfaces into instance types for one world, or for looking at one interface: each interface once as imported
 * and once as exported, with resources of its own each time. One use, one thread.
 */
final class Elaboration {
    private static final int DEEPEST = 200;

    private final Declarations declarations;
    private final Set<String> features;
    private final Set<String> exportedIds = new HashSet<>();
    private final Map<String, InstanceType> imported = new LinkedHashMap<>();
    private final Map<String, InstanceType> exported = new LinkedHashMap<>();
    private final Set<String> running = new HashSet<>();

    Elaboration(Declarations declarations, Set<String> features) {
        this.declarations = declarations;
        this.features = features;
    }

    Declarations declarations() {
        return declarations;
    }

    Set<String> features() {
        return features;
    }

    /** Says that the world exports an interface; before anything is elaborated. */
    void willExport(String id) {
        exportedIds.add(id);
    }

    boolean isExported(String id) {
        return exportedIds.contains(id);
    }

    /** Everything that was asked for as exported; what is used comes first. */
    Map<String, InstanceType> exported() {
        return exported;
    }

    /** Everything that was asked for as imported, directly or because it was used; what is used comes first. */
    Map<String, InstanceType> imported() {
        return imported;
    }

    InstanceType imported(Declarations.InterfaceNode node) {
        return elaborate(node, imported, false);
    }

    InstanceType exported(Declarations.InterfaceNode node) {
        return elaborate(node, exported, true);
    }

    private InstanceType elaborate(Declarations.InterfaceNode node, Map<String, InstanceType> done, boolean exporting) {
        InstanceType known = done.get(node.id());
        if (known != null) {
            return known;
        }
        if (!running.add(node.id() + exporting)) {
            throw new WitException("`" + node.id() + "` uses itself", node.place());
        }
        if (running.size() > DEEPEST) {
            throw new WitException("interfaces use each other too deeply", node.place());
        }
        InstanceType type = inline(node.members(), node.scope(), exporting);
        running.remove(node.id() + exporting);
        done.put(node.id(), type);
        return type;
    }

    /** Elaborates an interface that is written in place. */
    InstanceType inline(List<Syntax.Member> members, Declarations.FileScope scope, boolean exporting) {
        return new MemberScope(this, members, scope, exporting).instance();
    }

    /** Returns an interface that is used by something imported or exported. */
    InstanceType used(Syntax.Path path, Declarations.FileScope scope, boolean exporting) {
        Declarations.InterfaceNode node = declarations.findInterface(path, scope);
        return exporting && exportedIds.contains(node.id()) ? exported(node) : imported(node);
    }

    /** Leaves out what is unstable and not turned on. */
    boolean isOpen(Syntax.Gate gate, Declarations.FileScope file) {
        return gate.isOpen(features, file.packageName());
    }

    static Optional<String> firstTwice(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> !seen.add(name.toLowerCase(java.util.Locale.ROOT)))
                .findFirst();
    }
}
