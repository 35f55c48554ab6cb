package io.fuscia.wit.text;

import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.InstanceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the interfaces of several worlds within one elaboration, so that they share their types. */
final class BindingScope {
    private final Declarations declarations;
    private final Elaboration elaboration;
    private final List<WitInterface> collected = new ArrayList<>();

    BindingScope(Declarations declarations, Set<String> features) {
        this.declarations = declarations;
        this.elaboration = new Elaboration(declarations, features);
    }

    /** @param chosen worlds by name; empty for all, and all interfaces */
    List<WitInterface> collect(Set<String> chosen) {
        Set<String> names =
                new TreeSet<>(chosen.isEmpty() ? declarations.worlds().keySet() : chosen);
        Map<String, WorldElaboration> worlds = new LinkedHashMap<>();
        names.forEach(name -> worlds.put(
                name, new WorldElaboration(elaboration, declarations.worlds().get(name))));
        worlds.values().forEach(WorldElaboration::announce);
        worlds.values().forEach(WorldElaboration::elaborate);
        if (chosen.isEmpty()) {
            declarations.interfaces().values().stream()
                    .filter(node -> !elaboration.isExported(node.id()))
                    .forEach(elaboration::imported);
        }
        elaboration.imported().forEach((id, type) -> collected.add(declared(id, type, false)));
        elaboration.exported().forEach((id, type) -> collected.add(declared(id, type, true)));
        worlds.forEach((name, world) -> {
            inPlace(name, world, false);
            inPlace(name, world, true);
        });
        return collected;
    }

    private WitInterface declared(String id, InstanceType type, boolean exported) {
        Declarations.InterfaceNode node = declarations.interfaces().get(id);
        return new WitInterface(
                id,
                Optional.empty(),
                exported,
                type,
                declarations(node.members(), node.scope()),
                declarations.documentation(id),
                declarations.packageDocumentation(node.scope().packageName().toString()),
                node.place());
    }

    /** Interfaces that a world has in place, and what it has outside any. */
    private void inPlace(String name, WorldElaboration world, boolean exported) {
        Declarations.WorldNode node = declarations.worlds().get(name);
        String packageDocumentation =
                declarations.packageDocumentation(node.scope().packageName().toString());
        Map<String, ExternType> outside = new LinkedHashMap<>();
        List<WitDeclaration> said = new ArrayList<>();
        world.plain(exported).forEach((extern, type) -> {
            Optional<WorldElaboration.Written> written = world.written(exported, extern);
            if (type instanceof InstanceType instance && written.isPresent()) {
                collected.add(new WitInterface(
                        extern,
                        Optional.of(name),
                        exported,
                        instance,
                        declarations(written.get().members(), written.get().scope()),
                        written.get().documentation(),
                        packageDocumentation,
                        written.get().place()));
            } else {
                outside.put(extern, type);
                written.ifPresent(function -> said.add(new WitDeclaration(
                        extern, WitDeclaration.Kind.FUNCTION, function.documentation(), function.place(), Map.of())));
            }
        });
        if (!exported) {
            said.addAll(declarations(world.members(), node.scope()));
        }
        if (!outside.isEmpty()) {
            collected.add(new WitInterface(
                    "",
                    Optional.of(name),
                    exported,
                    new InstanceType(outside, exported ? List.of() : world.ownResources()),
                    said,
                    declarations.documentation(name),
                    packageDocumentation,
                    node.place()));
        }
    }

    private List<WitDeclaration> declarations(Collection<Syntax.Member> members, Declarations.FileScope file) {
        List<WitDeclaration> said = new ArrayList<>();
        for (Syntax.Member member : members) {
            if (!elaboration.isOpen(member.gate(), file)) {
                continue;
            }
            String documentation = member.gate().documentation();
            if (member instanceof Syntax.Use use) {
                use.names()
                        .keySet()
                        .forEach(name -> said.add(new WitDeclaration(
                                name, WitDeclaration.Kind.USE, documentation, use.place(), Map.of())));
            } else if (member instanceof Syntax.Function function) {
                said.add(new WitDeclaration(
                        function.name(), WitDeclaration.Kind.FUNCTION, documentation, function.place(), Map.of()));
            } else if (member instanceof Syntax.TypeDefinition definition) {
                said.add(new WitDeclaration(
                        definition.name(),
                        definition.shape() instanceof Syntax.Alias
                                ? WitDeclaration.Kind.ALIAS
                                : WitDeclaration.Kind.TYPE,
                        documentation,
                        definition.place(),
                        parts(definition.shape())));
                if (definition.shape() instanceof Syntax.ResourceShape resource) {
                    addMethods(definition.name(), resource, file, said);
                }
            }
        }
        return said;
    }

    private void addMethods(
            String resource, Syntax.ResourceShape shape, Declarations.FileScope file, List<WitDeclaration> said) {
        for (Syntax.Method method : shape.methods()) {
            if (elaboration.isOpen(method.gate(), file)) {
                said.add(new WitDeclaration(
                        method.externName(resource),
                        WitDeclaration.Kind.FUNCTION,
                        method.gate().documentation(),
                        method.place(),
                        Map.of()));
            }
        }
    }

    private static Map<String, String> parts(Syntax.Shape shape) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (shape instanceof Syntax.RecordShape record) {
            record.fields().forEach(field -> parts.put(field.name(), field.documentation()));
        } else if (shape instanceof Syntax.VariantShape variant) {
            variant.cases().forEach(item -> parts.put(item.name(), item.documentation()));
        } else if (shape instanceof Syntax.EnumShape enumeration) {
            enumeration.cases().forEach(label -> parts.put(label.name(), label.documentation()));
        } else if (shape instanceof Syntax.FlagsShape flags) {
            flags.labels().forEach(label -> parts.put(label.name(), label.documentation()));
        }
        parts.values().removeIf(String::isEmpty);
        return parts;
    }
}
