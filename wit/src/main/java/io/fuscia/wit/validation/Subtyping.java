package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.types.ComponentType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceId;
import io.fuscia.wit.types.ResourceType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/** Whether what is given may stand where something is expected (Subtyping.md); throws at the first difference. */
@SuppressWarnings("ReferenceEquality") // A shortcut; instance and component types have no other equality.
final class Subtyping {
    private final Diagnostics diagnostics;
    private final ValueEquality values;

    Subtyping(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.values = new ValueEquality(diagnostics);
    }

    void check(ExternType given, ExternType expected) {
        diagnostics.work(1);
        if (expected instanceof CoreModuleType module && given instanceof CoreModuleType actual) {
            new CoreSubtyping(diagnostics).module(actual, module);
        } else if (expected instanceof FunctionType function && given instanceof FunctionType actual) {
            function(actual, function);
        } else if (expected instanceof InstanceType instance && given instanceof InstanceType actual) {
            instance(actual, instance);
        } else if (expected instanceof ComponentType component && given instanceof ComponentType actual) {
            component(actual, component);
        } else if (expected instanceof ExternType.OfType of && given instanceof ExternType.OfType actual) {
            type(actual.type(), of.type());
        } else {
            throw mismatch(Describe.kind(expected), Describe.kind(given));
        }
    }

    private void type(Type given, Type expected) {
        if (given == expected) {
            return;
        }
        if (expected instanceof ResourceType resource && given instanceof ResourceType actual) {
            if (!resource.equals(actual)) {
                throw diagnostics.invalid("resource types are not the same (" + resource + ", " + actual + ")");
            }
        } else if (expected instanceof ValueType value && given instanceof ValueType actual) {
            values.check(actual, value);
        } else if (expected instanceof FunctionType function && given instanceof FunctionType actual) {
            function(actual, function);
        } else if (expected instanceof InstanceType instance && given instanceof InstanceType actual) {
            instance(actual, instance);
            instance(instance, actual);
        } else if (expected instanceof ComponentType component && given instanceof ComponentType actual) {
            component(actual, component);
            component(component, actual);
        } else {
            throw mismatch(Describe.kind(expected), Describe.kind(given));
        }
    }

    private void function(FunctionType given, FunctionType expected) {
        if (given == expected) {
            return;
        }
        if (given.parameters().size() != expected.parameters().size()) {
            throw diagnostics.invalid("expected " + expected.parameters().size() + " parameters, found "
                    + given.parameters().size());
        }
        for (int i = 0; i < expected.parameters().size(); i++) {
            FunctionType.Parameter wanted = expected.parameters().get(i);
            FunctionType.Parameter actual = given.parameters().get(i);
            if (!wanted.name().equals(actual.name())) {
                throw diagnostics.invalid(
                        "expected parameter named `" + wanted.name() + "`, found `" + actual.name() + "`");
            }
            values.within("type mismatch in function parameter `" + wanted.name() + "`", actual.type(), wanted.type());
        }
        if (expected.result().isPresent() != given.result().isPresent()) {
            throw diagnostics.invalid(
                    expected.result().isPresent() ? "expected a result, found none" : "expected no result, found one");
        }
        if (expected.result().isPresent()) {
            values.within(
                    "type mismatch with result type",
                    given.result().get(),
                    expected.result().get());
        }
    }

    private void instance(InstanceType given, InstanceType expected) {
        if (given == expected) {
            return;
        }
        Map<String, ExternType> wanted = opened(expected.exports(), expected.freshResources(), given.exports());
        exports(given.exports(), wanted, "type mismatch in instance export");
    }

    private void exports(Map<String, ExternType> given, Map<String, ExternType> expected, String what) {
        for (Map.Entry<String, ExternType> entry : expected.entrySet()) {
            ExternType actual = given.get(entry.getKey());
            if (actual == null) {
                throw diagnostics.invalid("missing expected export `" + entry.getKey() + "`");
            }
            within(what + " `" + entry.getKey() + "`", actual, entry.getValue());
        }
    }

    private void component(ComponentType given, ComponentType expected) {
        if (given == expected) {
            return;
        }
        // The expected imports are what the given component will get, so they bind what its imports leave open.
        ResourceBinding imports = new ResourceBinding(given.importedResources());
        imports.match(given.imports(), expected.imports());
        Substitution specialised = new Substitution(diagnostics, imports.resources(), new IdentityHashMap<>());
        for (Map.Entry<String, ExternType> entry : given.imports().entrySet()) {
            ExternType supplied = expected.imports().get(entry.getKey());
            if (supplied == null) {
                throw diagnostics.invalid("missing expected import `" + entry.getKey() + "`");
            }
            within(
                    "type mismatch in component import `" + entry.getKey() + "`",
                    supplied,
                    specialised.apply(entry.getValue()));
        }
        Map<String, ExternType> exported = specialised.apply(given.exports());
        Map<String, ExternType> wanted = opened(expected.exports(), expected.freshResources(), exported);
        exports(exported, wanted, "type mismatch in component export");
    }

    private Map<String, ExternType> opened(
            Map<String, ExternType> types, Collection<ResourceId> open, Map<String, ExternType> given) {
        if (open.isEmpty()) {
            return types;
        }
        ResourceBinding binding = new ResourceBinding(open);
        binding.match(types, given);
        return new Substitution(diagnostics, binding.resources(), new IdentityHashMap<>()).apply(types);
    }

    /** As {@link #check}, with {@code where} before the message. */
    void within(String where, ExternType given, ExternType expected) {
        try {
            check(given, expected);
        } catch (InvalidComponentException e) {
            throw values.nested(where, e);
        }
    }

    private InvalidComponentException mismatch(String expected, String found) {
        return diagnostics.invalid("expected " + expected + ", found " + found);
    }
}
