package io.fuscia.wit.binary;

import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.model.Component;
import io.fuscia.wit.model.CustomSection;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.ExternDescription;
import io.fuscia.wit.model.ValueTypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decodes component bytes (Binary.md, version 0x0d, layer 1) into a {@link Component}.
 *
 * <p>One decoder reads one component with everything nested in it. Embedded core modules are kept as bytes.
 */
public final class ComponentDecoder {
    private final Budget budget = new Budget();

    private ComponentDecoder() {}

    /**
     * Decodes a component.
     *
     * @param bytes the whole component; not copied, and not to be changed while the result is in use
     * @throws MalformedComponentException when the bytes are not a component in binary form
     * @throws io.fuscia.wit.InvalidComponentException when a name repeats an attribute or module types nest
     */
    public static Component decode(byte[] bytes) {
        return new ComponentDecoder().component(new ByteReader(bytes, 0, bytes.length), 0);
    }

    private Component component(ByteReader reader, int depth) {
        int start = reader.position();
        int size = reader.remaining();
        if (depth > Limits.NESTING) {
            throw reader.malformed("components are nested more than " + Limits.NESTING + " deep");
        }
        Preamble.expect(reader, Preamble.COMPONENT, depth == 0);
        List<Definition> definitions = new ArrayList<>();
        List<CustomSection> customSections = new ArrayList<>();
        while (!reader.atEnd()) {
            int id = reader.readByte();
            if (id > 12) {
                throw reader.malformed("malformed section id " + id, reader.position() - 1);
            }
            ByteReader section = reader.readSized("a section");
            if (id == 0) {
                customSections.add(new CustomSection(section.readName(), section.rest()));
            } else {
                section(id, section, depth, definitions);
                section.expectEnd("section " + id);
            }
        }
        return new Component(definitions, customSections, start, size);
    }

    private void section(int id, ByteReader section, int depth, List<Definition> definitions) {
        switch (id) {
            case 1 -> definitions.add(coreModule(section));
            case 2 -> items(section, () -> coreInstance(section), definitions);
            case 3 -> items(section, () -> coreType(section), definitions);
            case 4 -> {
                int offset = budget.spend(section);
                Component component = component(section, depth + 1);
                definitions.add(new Definition.NestedComponent(offset, component));
            }
            case 5 -> items(section, () -> instance(section), definitions);
            case 6 -> items(section, () -> new AliasReader(section).read(budget.spend(section)), definitions);
            case 7 -> items(section, () -> type(section), definitions);
            case 8 -> {
                CanonicalReader canonical = new CanonicalReader(section);
                items(section, () -> canonical.read(budget.spend(section)), definitions);
            }
            case 9 -> definitions.add(start(section));
            case 10 -> items(section, () -> importItem(section), definitions);
            case 11 -> items(section, () -> exportItem(section), definitions);
            default -> items(section, () -> value(section), definitions);
        }
    }

    private static void items(ByteReader section, Supplier<Definition> item, List<Definition> definitions) {
        int count = section.readCount(Limits.DEFINITIONS, "definitions");
        for (int i = 0; i < count; i++) {
            definitions.add(item.get());
        }
    }

    private Definition coreModule(ByteReader section) {
        int offset = budget.spend(section);
        Preamble.expect(section.copy(), Preamble.MODULE, false);
        return new Definition.CoreModule(offset, section.rest());
    }

    private Definition coreInstance(ByteReader section) {
        int offset = budget.spend(section);
        int kind = section.readByte();
        return switch (kind) {
            case 0 ->
                new Definition.CoreInstantiate(
                        offset,
                        section.readIndex(),
                        section.readList(Limits.PARTS, "instantiation arguments", () -> coreArgument(section)));
            case 1 ->
                new Definition.CoreInlineInstance(
                        offset, section.readList(Limits.PARTS, "inline exports", () -> coreInlineExport(section)));
            default -> throw section.invalidLeadingByte(kind, "core instance");
        };
    }

    private static Definition.CoreArgument coreArgument(ByteReader section) {
        String name = section.readName();
        int kind = section.readByte();
        if (kind != 0x12) {
            throw section.invalidLeadingByte(kind, "instantiation arg kind");
        }
        return new Definition.CoreArgument(name, section.readIndex());
    }

    private static Definition.CoreInlineExport coreInlineExport(ByteReader section) {
        return new Definition.CoreInlineExport(section.readName(), new ExternReader(section).coreExportIndex());
    }

    private Definition coreType(ByteReader section) {
        return new Definition.CoreTypeDefinition(budget.spend(section), new CoreTypeReader(section, budget).read());
    }

    private Definition instance(ByteReader section) {
        int offset = budget.spend(section);
        int kind = section.readByte();
        return switch (kind) {
            case 0 ->
                new Definition.Instantiate(
                        offset,
                        section.readIndex(),
                        section.readList(Limits.PARTS, "instantiation arguments", () -> argument(section)));
            case 1 ->
                new Definition.InlineInstance(
                        offset, section.readList(Limits.PARTS, "inline exports", () -> inlineExport(section)));
            default -> throw section.invalidLeadingByte(kind, "instance");
        };
    }

    private static Definition.Argument argument(ByteReader section) {
        return new Definition.Argument(section.readName(), new ExternReader(section).sortIndex());
    }

    private static Definition.InlineExport inlineExport(ByteReader section) {
        ExternReader extern = new ExternReader(section);
        return new Definition.InlineExport(extern.name(), extern.sortIndex());
    }

    private Definition type(ByteReader section) {
        return new Definition.TypeDefinition(budget.spend(section), new TypeReader(section, budget).read(0));
    }

    private Definition start(ByteReader section) {
        int offset = budget.spend(section);
        int function = section.readIndex();
        List<Integer> arguments = section.readList(Limits.PARAMETERS, "start arguments", section::readIndex);
        return new Definition.Start(offset, function, arguments, section.readIndex());
    }

    private Definition importItem(ByteReader section) {
        int offset = budget.spend(section);
        ExternReader extern = new ExternReader(section);
        return new Definition.Import(offset, extern.name(), extern.description());
    }

    private Definition exportItem(ByteReader section) {
        int offset = budget.spend(section);
        ExternReader extern = new ExternReader(section);
        var name = extern.name();
        var item = extern.sortIndex();
        int ascribed = section.readByte();
        Optional<ExternDescription> description =
                switch (ascribed) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(extern.description());
                    default -> throw section.invalidLeadingByte(ascribed, "optional component export type");
                };
        return new Definition.Export(offset, name, item, description);
    }

    private Definition value(ByteReader section) {
        int offset = budget.spend(section);
        ValueTypeReference type = new ExternReader(section).valueType();
        return new Definition.Value(offset, type, section.readSized("a value").rest());
    }
}
