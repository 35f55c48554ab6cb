package io.fuscia.wit.validation;

import io.fuscia.wit.model.Declaration;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.ExternDescription;
import io.fuscia.wit.model.ExternName;
import io.fuscia.wit.model.Sort;
import io.fuscia.wit.model.TypeExpression;
import io.fuscia.wit.model.ValueTypeReference;
import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreValueType;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns type definitions as written into types, with the rules for each kind (Binary.md#type-definitions). */
final class TypeResolver {
    private static final CoreFunctionType DESTRUCTOR = new CoreFunctionType(List.of(CoreValueType.I32), List.of());

    private final Diagnostics diagnostics;
    private final ElementSize sizes;
    private final Externs externs;

    TypeResolver(Diagnostics diagnostics, Externs externs) {
        this.diagnostics = diagnostics;
        this.sizes = new ElementSize(diagnostics);
        this.externs = externs;
    }

    /** Resolves a definition without adding it to the scope. */
    Type resolve(Scope scope, TypeExpression expression) {
        Type type = compute(scope, expression);
        TypeLimits.check(type, diagnostics);
        if (type instanceof ValueType value) {
            sizes.check(value);
        }
        return type;
    }

    private Type compute(Scope scope, TypeExpression expression) {
        if (expression instanceof TypeExpression.Resource resource) {
            return resource(scope, resource);
        }
        if (expression instanceof TypeExpression.Function function) {
            return function(scope, function);
        }
        if (expression instanceof TypeExpression.ComponentType component) {
            return component(scope, component);
        }
        if (expression instanceof TypeExpression.InstanceType instance) {
            return instance(scope, instance);
        }
        if (expression instanceof TypeExpression.RecordOf record) {
            return record(scope, record);
        }
        if (expression instanceof TypeExpression.Variant variant) {
            return variant(scope, variant);
        }
        if (expression instanceof TypeExpression.Flags flags) {
            return flags(flags);
        }
        if (expression instanceof TypeExpression.Enumeration cases) {
            return enumeration(cases);
        }
        return simple(scope, expression);
    }

    private Type simple(Scope scope, TypeExpression expression) {
        if (expression instanceof TypeExpression.Primitive primitive) {
            return primitive(primitive.type());
        }
        if (expression instanceof TypeExpression.ListOf list) {
            return new ListType(value(scope, list.element()));
        }
        if (expression instanceof TypeExpression.FixedList list) {
            if (list.length() == 0) {
                throw diagnostics.invalid("a fixed-length list must have at least one element");
            }
            return new FixedListType(value(scope, list.element()), list.length());
        }
        if (expression instanceof TypeExpression.MapOf map) {
            return map(value(scope, map.key()), value(scope, map.value()));
        }
        if (expression instanceof TypeExpression.Tuple tuple) {
            if (tuple.elements().isEmpty()) {
                throw diagnostics.invalid("tuple type must have at least one type");
            }
            return new TupleType(tuple.elements().stream()
                    .map(element -> value(scope, element))
                    .toList());
        }
        if (expression instanceof TypeExpression.OptionOf option) {
            return new OptionType(value(scope, option.value()));
        }
        if (expression instanceof TypeExpression.Result result) {
            return new ResultType(value(scope, result.ok()), value(scope, result.error()));
        }
        if (expression instanceof TypeExpression.Own own) {
            return new OwnType(resource(scope, own.resource()));
        }
        if (expression instanceof TypeExpression.Borrow borrow) {
            return new BorrowType(resource(scope, borrow.resource()));
        }
        throw diagnostics.unsupported(
                expression instanceof TypeExpression.Stream ? "async (type `stream`)" : "async (type `future`)");
    }

    private PrimitiveType primitive(PrimitiveType type) {
        if (type == PrimitiveType.ERROR_CONTEXT) {
            throw diagnostics.unsupported("async (type `error-context`)");
        }
        return type;
    }

    private Type map(ValueType key, ValueType value) {
        boolean comparable = key instanceof PrimitiveType && key != PrimitiveType.F32 && key != PrimitiveType.F64;
        if (!comparable) {
            throw diagnostics.invalid(
                    "a map key must be bool, an integer, char or string, found " + Describe.value(key));
        }
        return new MapType(key, value);
    }

    /** A value type as referred to. */
    ValueType value(Scope scope, ValueTypeReference reference) {
        if (reference instanceof ValueTypeReference.Primitive primitive) {
            return primitive(primitive.type());
        }
        int index = ((ValueTypeReference.Indexed) reference).type();
        if (scope.type(index) instanceof ValueType value) {
            return value;
        }
        throw diagnostics.invalid("type index " + index + " is not a defined type");
    }

    private Optional<ValueType> value(Scope scope, Optional<ValueTypeReference> reference) {
        return reference.map(type -> value(scope, type));
    }

    /** The resource type at an index. */
    ResourceType resource(Scope scope, int index) {
        if (scope.type(index) instanceof ResourceType resource) {
            return resource;
        }
        throw diagnostics.invalid("type index " + index + " is not a resource type");
    }

    private Type resource(Scope scope, TypeExpression.Resource resource) {
        if (scope.kind != Scope.Kind.COMPONENT) {
            throw diagnostics.invalid("resources can only be defined within a concrete component");
        }
        if (resource.representation().code() != 0x7f) {
            throw diagnostics.invalid("resources can only be represented by `i32`");
        }
        if (resource.destructor().isPresent()
                && !scope.coreFunction(resource.destructor().getAsInt()).equals(DESTRUCTOR)) {
            throw diagnostics.invalid("wrong signature for a destructor");
        }
        diagnostics.resource();
        ResourceId id = new ResourceId("resource type " + scope.types.size());
        scope.localResources.add(id);
        scope.freshResources.add(id);
        return new ResourceType(id);
    }

    private Type function(Scope scope, TypeExpression.Function function) {
        if (function.async()) {
            throw diagnostics.unsupported("async (async function type)");
        }
        Labels labels = new Labels(diagnostics, "function parameter", "parameter");
        List<FunctionType.Parameter> parameters = function.parameters().stream()
                .map(parameter -> {
                    labels.take(parameter.label());
                    return new FunctionType.Parameter(parameter.label(), value(scope, parameter.type()));
                })
                .toList();
        Optional<ValueType> result = value(scope, function.result());
        if (result.isPresent() && result.get().facts().containsBorrow()) {
            throw diagnostics.invalid("function result cannot contain a `borrow` type");
        }
        return new FunctionType(parameters, result);
    }

    private Type record(Scope scope, TypeExpression.RecordOf record) {
        if (record.fields().isEmpty()) {
            throw diagnostics.invalid("record type must have at least one field");
        }
        Labels labels = new Labels(diagnostics, "record field", "field");
        return new RecordType(record.fields().stream()
                .map(field -> {
                    labels.take(field.label());
                    return new RecordType.Field(field.label(), value(scope, field.type()));
                })
                .toList());
    }

    private Type variant(Scope scope, TypeExpression.Variant variant) {
        if (variant.cases().isEmpty()) {
            throw diagnostics.invalid("variant type must have at least one case");
        }
        Labels labels = new Labels(diagnostics, "variant case", "case");
        return new VariantType(variant.cases().stream()
                .map(item -> {
                    labels.take(item.label());
                    return new VariantType.Case(item.label(), value(scope, item.payload()));
                })
                .toList());
    }

    private Type flags(TypeExpression.Flags flags) {
        if (flags.labels().isEmpty()) {
            throw diagnostics.invalid("flags must have at least one entry");
        }
        if (flags.labels().size() > TypeLimits.FLAGS) {
            throw diagnostics.invalid("cannot have more than " + TypeLimits.FLAGS + " flags");
        }
        Labels labels = new Labels(diagnostics, "flag", "flag");
        flags.labels().forEach(labels::take);
        return new FlagsType(flags.labels());
    }

    private Type enumeration(TypeExpression.Enumeration cases) {
        if (cases.labels().isEmpty()) {
            throw diagnostics.invalid("enum type must have at least one variant");
        }
        Labels labels = new Labels(diagnostics, "enum tag", "tag");
        cases.labels().forEach(labels::take);
        return new EnumType(cases.labels());
    }

    private ComponentType component(Scope parent, TypeExpression.ComponentType type) {
        Scope scope = new Scope(Scope.Kind.COMPONENT_TYPE, Optional.of(parent), diagnostics);
        declare(scope, type.declarations());
        return new ComponentType(scope.imports, scope.exports, scope.importedResources, scope.freshResources);
    }

    private InstanceType instance(Scope parent, TypeExpression.InstanceType type) {
        Scope scope = new Scope(Scope.Kind.INSTANCE_TYPE, Optional.of(parent), diagnostics);
        declare(scope, type.declarations());
        return new InstanceType(scope.exports, scope.freshResources);
    }

    private void declare(Scope scope, List<Declaration> declarations) {
        for (Declaration declaration : declarations) {
            int outer = diagnostics.offset();
            diagnostics.at(declaration.offset());
            declare(scope, declaration);
            diagnostics.at(outer);
        }
    }

    private void declare(Scope scope, Declaration declaration) {
        if (declaration instanceof Definition.CoreTypeDefinition core) {
            new CoreTypeResolver(diagnostics).define(scope, core.type());
        } else if (declaration instanceof Definition.TypeDefinition type) {
            scope.types.add(resolve(scope, type.type()));
        } else if (declaration instanceof Definition.ExportAlias alias) {
            onlyTypesAndInstances(alias.sort() == Sort.TYPE || alias.sort() == Sort.INSTANCE);
            externs.alias(scope, alias);
        } else if (declaration instanceof Definition.OuterAlias alias) {
            onlyTypesAndInstances(alias.sort() == Sort.TYPE || alias.sort() == Sort.CORE_TYPE);
            externs.alias(scope, alias);
        } else if (declaration instanceof Definition.CoreExportAlias) {
            onlyTypesAndInstances(false);
        } else if (declaration instanceof Definition.Import item) {
            declareExtern(scope, true, item.name(), item.description());
        } else if (declaration instanceof Declaration.Export item) {
            declareExtern(scope, false, item.name(), item.description());
        }
    }

    private void onlyTypesAndInstances(boolean allowed) {
        if (!allowed) {
            throw diagnostics.invalid("aliases in a type may only refer to types or instances");
        }
    }

    /** Adds a described import, or the export of a component or instance type. */
    void declareExtern(Scope scope, boolean imported, ExternName name, ExternDescription description) {
        externs.name(scope, imported, name, externs.described(scope, imported, name.name(), description));
    }

    /** Labels of one type. */
    private static final class Labels {
        private final Diagnostics diagnostics;
        private final String what;
        private final String shortly;
        private final Map<String, String> seen = new HashMap<>();

        Labels(Diagnostics diagnostics, String what, String shortly) {
            this.diagnostics = diagnostics;
            this.what = what;
            this.shortly = shortly;
        }

        void take(String label) {
            if (label.isEmpty()) {
                throw diagnostics.invalid(what + " name cannot be empty");
            }
            if (!Names.isLabel(label)) {
                throw diagnostics.invalid(what + " name `" + label + "` is not in kebab case");
            }
            String previous = seen.putIfAbsent(Names.lower(label), label);
            if (previous != null) {
                throw diagnostics.invalid(
                        what + " name `" + label + "` conflicts with previous " + shortly + " name `" + previous + "`");
            }
        }
    }
}
