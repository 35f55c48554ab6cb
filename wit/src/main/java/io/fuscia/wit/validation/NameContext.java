package io.fuscia.wit.validation;

import io.fuscia.wit.model.ExternName;
import io.fuscia.wit.types.BorrowType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.OwnType;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one namespace (the imports or the exports of one scope): each well formed, unique, and, where it is
 * annotated, fitting its function (Binary.md#import-and-export-definitions).
 */
final class NameContext {
    private final Diagnostics diagnostics;
    private final String direction;
    private final Map<String, String> byKey = new HashMap<>();
    private final IdentityHashMap<ResourceType, String> resourceNames = new IdentityHashMap<>();
    private final Set<String> resources = new HashSet<>();

    NameContext(Diagnostics diagnostics, String direction) {
        this.diagnostics = diagnostics;
        this.direction = direction;
    }

    /** Checks a name and takes it. */
    void take(ExternName name, ExternType type) {
        ParsedName parsed = ParsedName.parse(name.name(), name.versionSuffix(), diagnostics);
        if (parsed instanceof ParsedName.Dependency && !direction.equals("import")) {
            throw diagnostics.invalid("`" + name.name() + "` is not a valid export name");
        }
        attributes(name, parsed, type);
        annotation(name.name(), parsed, type);
        String previous = byKey.putIfAbsent(parsed.uniqueKey(), name.name());
        if (previous != null) {
            throw diagnostics.invalid(
                    direction + " name `" + name.name() + "` conflicts with previous name `" + previous + "`");
        }
        if (parsed instanceof ParsedName.Label label
                && type instanceof ExternType.OfType of
                && of.type() instanceof ResourceType resource
                && registersResources()) {
            resourceNames.put(resource, label.label());
            resources.add(label.label());
        }
    }

    /** Synthesized instances name no resource: their methods could not be told from those of another. */
    private boolean registersResources() {
        return !direction.equals("instance export");
    }

    private void attributes(ExternName name, ParsedName parsed, ExternType type) {
        if (name.implementsName().isEmpty()) {
            return;
        }
        String implemented = name.implementsName().get();
        if (implemented.isEmpty()) {
            throw diagnostics.invalid("the implemented name `` is not a valid name");
        }
        ParsedName target = ParsedName.parse(implemented, Optional.empty(), diagnostics);
        if (!(target instanceof ParsedName.Interface)) {
            throw diagnostics.invalid("the implemented name `" + implemented + "` must be an interface");
        }
        if (!(type instanceof InstanceType)) {
            throw diagnostics.invalid("only instances can have an `implements`");
        }
        if (!(parsed instanceof ParsedName.Label)) {
            throw diagnostics.invalid("name `" + name.name() + "` is not valid with `implements`");
        }
    }

    private void annotation(String name, ParsedName parsed, ExternType type) {
        if (parsed instanceof ParsedName.Constructor constructor) {
            constructor(constructor.resource(), function(name, type));
        } else if (parsed instanceof ParsedName.Method method) {
            method(method.resource(), function(name, type));
        } else if (parsed instanceof ParsedName.Static member) {
            function(name, type);
            if (!resources.contains(member.resource())) {
                throw diagnostics.invalid("static resource name is not known in this context: `" + name + "`");
            }
        }
    }

    private FunctionType function(String name, ExternType type) {
        if (type instanceof FunctionType function) {
            return function;
        }
        throw diagnostics.invalid("`" + name + "` is not a func");
    }

    private void constructor(String name, FunctionType function) {
        ValueType result = function.result().orElseThrow(() -> diagnostics.invalid("function should return one value"));
        if (result instanceof ResultType either && either.ok().isPresent()) {
            result = either.ok().get();
        }
        if (!(result instanceof OwnType own)) {
            throw diagnostics.invalid("function should return `(own $T)` or `(result (own $T))`");
        }
        expectResource(name, own.resource());
    }

    private void method(String name, FunctionType function) {
        if (function.parameters().isEmpty()) {
            throw diagnostics.invalid("function should have at least one argument");
        }
        FunctionType.Parameter self = function.parameters().get(0);
        if (!self.name().equals("self")) {
            throw diagnostics.invalid("function should have a first argument called `self`");
        }
        if (!(self.type() instanceof BorrowType borrow)) {
            throw diagnostics.invalid("function should take a first argument of `(borrow $T)`");
        }
        expectResource(name, borrow.resource());
    }

    private void expectResource(String name, ResourceType resource) {
        String known = resourceNames.get(resource);
        if (known == null) {
            throw diagnostics.invalid("resource used in function does not have a name in this context");
        }
        if (!known.equals(name)) {
            throw diagnostics.invalid("function does not match expected resource name `" + known + "`");
        }
    }
}
