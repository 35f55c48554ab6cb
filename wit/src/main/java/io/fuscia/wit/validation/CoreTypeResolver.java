package io.fuscia.wit.validation;

import io.fuscia.wit.binary.CoreTypes;
import io.fuscia.wit.model.CoreTypeExpression;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.CoreModuleType.CoreExternType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resolves core types of a component, module types above all. */
final class CoreTypeResolver {
    private final Diagnostics diagnostics;

    CoreTypeResolver(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void define(Scope scope, CoreTypeExpression expression) {
        if (expression instanceof CoreTypeExpression.Module module) {
            scope.coreTypes.add(new CoreType.Module(module(scope, module)));
        } else {
            define(scope.coreTypes, expression);
        }
    }

    private void define(List<CoreType> types, CoreTypeExpression expression) {
        diagnostics.work(1);
        if (expression instanceof CoreTypeExpression.Group group) {
            group.members().forEach(member -> define(types, member));
        } else if (expression instanceof CoreTypeExpression.Function function) {
            types.add(new CoreType.Function(CoreTypes.function(function)));
        } else {
            types.add(new CoreType.Other());
        }
    }

    private CoreModuleType module(Scope scope, CoreTypeExpression.Module module) {
        List<CoreType> types = new ArrayList<>();
        List<CoreModuleType.CoreImport> imports = new ArrayList<>();
        Map<String, CoreExternType> exports = new LinkedHashMap<>();
        for (CoreTypeExpression.ModuleDeclaration declaration : module.declarations()) {
            int outer = diagnostics.offset();
            diagnostics.at(declaration.offset());
            if (declaration instanceof CoreTypeExpression.ModuleTypeDefinition type) {
                if (type.type() instanceof CoreTypeExpression.Module) {
                    throw diagnostics.invalid("module types cannot nest");
                }
                define(types, type.type());
            } else if (declaration instanceof CoreTypeExpression.ModuleOuterAlias alias) {
                types.add(outer(scope, types, alias));
            } else if (declaration instanceof CoreTypeExpression.ModuleImport item) {
                imports.add(new CoreModuleType.CoreImport(item.module(), item.name(), extern(types, item.type())));
            } else if (declaration instanceof CoreTypeExpression.ModuleExport item
                    && exports.put(item.name(), extern(types, item.type())) != null) {
                throw diagnostics.invalid("export name `" + item.name() + "` already defined");
            }
            diagnostics.at(outer);
        }
        distinctImports(imports, diagnostics);
        return new CoreModuleType(imports, exports);
    }

    private CoreType outer(Scope scope, List<CoreType> types, CoreTypeExpression.ModuleOuterAlias alias) {
        CoreType type;
        if (alias.count() == 0) {
            if (alias.index() >= types.size()) {
                throw diagnostics.invalid("unknown type " + alias.index() + ": type index out of bounds");
            }
            type = types.get(alias.index());
        } else {
            type = scope.outward(alias.count() - 1).coreType(alias.index());
        }
        if (type instanceof CoreType.Module) {
            throw diagnostics.invalid("a module type cannot alias a module type");
        }
        return type;
    }

    private CoreExternType extern(List<CoreType> types, CoreTypeExpression.CoreExtern extern) {
        CoreExternType type = CoreTypes.extern(extern, index -> function(types, index));
        CoreSubtyping.checkLimits(type, diagnostics);
        if (type instanceof CoreModuleType.Tag tag && !tag.type().results().isEmpty()) {
            throw diagnostics.invalid("a tag's type must not have results");
        }
        return type;
    }

    private CoreFunctionType function(List<CoreType> types, int index) {
        if (index >= types.size()) {
            throw diagnostics.invalid("unknown type " + index + ": type index out of bounds");
        }
        if (types.get(index) instanceof CoreType.Function function) {
            return function.type();
        }
        throw diagnostics.invalid("type index " + index + " is not a function type");
    }

    /** Two-level import names have to be unique, as a component sees them as one name. */
    static void distinctImports(List<CoreModuleType.CoreImport> imports, Diagnostics diagnostics) {
        Map<String, Set<String>> seen = new HashMap<>();
        for (CoreModuleType.CoreImport item : imports) {
            if (!seen.computeIfAbsent(item.module(), key -> new HashSet<>()).add(item.name())) {
                throw diagnostics.invalid("duplicate import name `" + item.module() + ":" + item.name() + "`");
            }
        }
    }
}
