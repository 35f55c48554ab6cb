package io.fuscia.wit.binary;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.model.CoreTypeExpression;
import io.fuscia.wit.model.Declaration;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.TypeExpression;
import io.fuscia.wit.model.ValueTypeReference;
import io.fuscia.wit.types.PrimitiveType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads type definitions and the declarations inside component and instance types. */
final class TypeReader {
    private final ByteReader reader;
    private final Budget budget;
    private final ExternReader extern;

    TypeReader(ByteReader reader, Budget budget) {
        this.reader = reader;
        this.budget = budget;
        this.extern = new ExternReader(reader);
    }

    TypeExpression read(int depth) {
        if (depth > Limits.NESTING) {
            throw reader.malformed("types are nested more than " + Limits.NESTING + " deep");
        }
        int code = reader.readByte();
        return switch (code) {
            case 0x3e -> throw asyncDestructor();
            case 0x3f -> resource();
            case 0x40 -> function(false);
            case 0x43 -> function(true);
            case 0x41 -> new TypeExpression.ComponentType(declarations(true, depth + 1));
            case 0x42 -> new TypeExpression.InstanceType(declarations(false, depth + 1));
            default -> defined(code);
        };
    }

    private TypeExpression defined(int code) {
        Optional<PrimitiveType> primitive = ExternReader.primitive(code);
        if (primitive.isPresent()) {
            return new TypeExpression.Primitive(primitive.get());
        }
        return switch (code) {
            case 0x72 -> new TypeExpression.RecordOf(labelled(Limits.PARTS, "record fields"));
            case 0x71 -> new TypeExpression.Variant(reader.readList(Limits.PARTS, "variant cases", this::variantCase));
            case 0x70 -> new TypeExpression.ListOf(extern.valueType());
            case 0x6f -> new TypeExpression.Tuple(reader.readList(Limits.PARTS, "tuple types", extern::valueType));
            case 0x6e -> new TypeExpression.Flags(reader.readList(Limits.PARTS, "flags", reader::readName));
            case 0x6d -> new TypeExpression.Enumeration(reader.readList(Limits.PARTS, "enum cases", reader::readName));
            case 0x6b -> new TypeExpression.OptionOf(extern.valueType());
            case 0x6a -> new TypeExpression.Result(extern.optionalValueType(), extern.optionalValueType());
            case 0x69 -> new TypeExpression.Own(reader.readIndex());
            case 0x68 -> new TypeExpression.Borrow(reader.readIndex());
            case 0x67 -> new TypeExpression.FixedList(extern.valueType(), reader.readU32());
            case 0x66 -> new TypeExpression.Stream(extern.optionalValueType());
            case 0x65 -> new TypeExpression.Future(extern.optionalValueType());
            case 0x63 -> new TypeExpression.MapOf(extern.valueType(), extern.valueType());
            default -> throw reader.invalidLeadingByte(code, "component defined type");
        };
    }

    private List<TypeExpression.Labelled> labelled(int limit, String what) {
        return reader.readList(limit, what, () -> new TypeExpression.Labelled(reader.readName(), extern.valueType()));
    }

    private TypeExpression.Case variantCase() {
        String label = reader.readName();
        Optional<ValueTypeReference> payload = extern.optionalValueType();
        int refines = reader.readByte();
        if (refines != 0) {
            throw reader.invalidLeadingByte(refines, "zero byte required");
        }
        return new TypeExpression.Case(label, payload);
    }

    private TypeExpression resource() {
        CoreTypeExpression.Value representation = new CoreTypeReader(reader, budget).value();
        int destructor = reader.readByte();
        return switch (destructor) {
            case 0 -> new TypeExpression.Resource(representation, OptionalInt.empty());
            case 1 -> new TypeExpression.Resource(representation, OptionalInt.of(reader.readIndex()));
            default -> throw reader.invalidLeadingByte(destructor, "resource destructor");
        };
    }

    /** A resource with an asynchronous destructor is well formed, but nothing that comes after the decoder knows it. */
    private InvalidComponentException asyncDestructor() {
        int offset = reader.position();
        new CoreTypeReader(reader, budget).value();
        reader.readIndex();
        if (reader.readFlag()) {
            reader.readIndex();
        }
        return new InvalidComponentException("unsupported feature: async (destructor of a resource)", offset);
    }

    private TypeExpression function(boolean async) {
        List<TypeExpression.Labelled> parameters = labelled(Limits.PARAMETERS, "component function parameters");
        return new TypeExpression.Function(async, parameters, extern.result());
    }

    private List<Declaration> declarations(boolean component, int depth) {
        return reader.readList(Limits.DEFINITIONS, "type declarations", () -> declaration(component, depth));
    }

    private Declaration declaration(boolean component, int depth) {
        int offset = budget.spend(reader);
        int kind = reader.readByte();
        if (kind == 3 && component) {
            return new Definition.Import(offset, extern.name(), extern.description());
        }
        return switch (kind) {
            case 0 -> new Definition.CoreTypeDefinition(offset, new CoreTypeReader(reader, budget).read());
            case 1 -> new Definition.TypeDefinition(offset, read(depth));
            case 2 -> new AliasReader(reader).readDeclaration(offset);
            case 4 -> new Declaration.Export(offset, extern.name(), extern.description());
            default -> throw reader.invalidLeadingByte(kind, "component or instance type declaration");
        };
    }
}
