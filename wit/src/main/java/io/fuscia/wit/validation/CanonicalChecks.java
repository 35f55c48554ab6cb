package io.fuscia.wit.validation;

import io.fuscia.wit.model.CanonicalOption;
import io.fuscia.wit.model.CanonicalOptions;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;
import io.fuscia.wit.types.CoreValueType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ResourceType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules of canonical definitions (CanonicalABI.md#canonical-definitions). */
final class CanonicalChecks {
    private static final CoreFunctionType REALLOC = new CoreFunctionType(
            List.of(CoreValueType.I32, CoreValueType.I32, CoreValueType.I32, CoreValueType.I32),
            List.of(CoreValueType.I32));
    private static final CoreFunctionType I32_TO_I32 =
            new CoreFunctionType(List.of(CoreValueType.I32), List.of(CoreValueType.I32));
    private static final CoreFunctionType I32_TO_NOTHING = new CoreFunctionType(List.of(CoreValueType.I32), List.of());

    private final Diagnostics diagnostics;
    private final TypeResolver types;

    CanonicalChecks(Diagnostics diagnostics, TypeResolver types) {
        this.diagnostics = diagnostics;
        this.types = types;
    }

    /** The type of the function that a lift defines. */
    FunctionType lift(Scope scope, Definition.Lift lift) {
        if (!(scope.type(lift.type()) instanceof FunctionType function)) {
            throw diagnostics.invalid("type index " + lift.type() + " is not a function type");
        }
        diagnostics.work(function.facts().size());
        CoreFunctionType core = scope.coreFunction(lift.coreFunction());
        CanonicalOptions options = options(scope, lift.options());
        Flattening.Signature signature = Flattening.lift(function);
        required(signature, options);
        if (!signature.type().parameters().equals(core.parameters())) {
            throw diagnostics.invalid(
                    "lowered parameter types `" + signature.type().parameters()
                            + "` do not match parameter types `" + core.parameters() + "` of core function "
                            + lift.coreFunction());
        }
        if (!signature.type().results().equals(core.results())) {
            throw diagnostics.invalid(
                    "lowered result types `" + signature.type().results() + "` do not match result types `"
                            + core.results() + "` of core function " + lift.coreFunction());
        }
        if (options.postReturn().isPresent()) {
            CoreFunctionType expected = new CoreFunctionType(core.results(), List.of());
            if (!scope.coreFunction(options.postReturn().getAsInt()).equals(expected)) {
                throw diagnostics.invalid(
                        "canonical option `post-return` uses a core function with an incorrect signature");
            }
        }
        return function;
    }

    /** The type of the core function that a lower defines. */
    CoreFunctionType lower(Scope scope, Definition.Lower lower) {
        FunctionType function = scope.function(lower.function());
        diagnostics.work(function.facts().size());
        CanonicalOptions options = options(scope, lower.options());
        if (options.postReturn().isPresent()) {
            throw diagnostics.invalid("canonical option `post-return` cannot be specified for lowerings");
        }
        Flattening.Signature signature = Flattening.lower(function);
        required(signature, options);
        return signature.type();
    }

    CoreFunctionType resourceNew(Scope scope, int index) {
        return local(scope, index);
    }

    CoreFunctionType resourceRep(Scope scope, int index) {
        return local(scope, index);
    }

    CoreFunctionType resourceDrop(Scope scope, int index) {
        types.resource(scope, index);
        return I32_TO_NOTHING;
    }

    private CoreFunctionType local(Scope scope, int index) {
        ResourceType resource = types.resource(scope, index);
        if (!scope.localResources.contains(resource.id())) {
            throw diagnostics.invalid("type index " + index + " is not a local resource");
        }
        return I32_TO_I32;
    }

    private void required(Flattening.Signature signature, CanonicalOptions options) {
        if (signature.needsMemory() && options.memory().isEmpty()) {
            throw diagnostics.invalid("canonical option `memory` is required");
        }
        if (signature.needsRealloc() && options.realloc().isEmpty()) {
            throw diagnostics.invalid("canonical option `realloc` is required");
        }
    }

    private CanonicalOptions options(Scope scope, List<CanonicalOption> written) {
        Set<CanonicalOption.Kind> seen = EnumSet.noneOf(CanonicalOption.Kind.class);
        Optional<String> encoding = Optional.empty();
        for (CanonicalOption option : written) {
            String label = option.kind().label();
            switch (option.kind()) {
                case UTF8, UTF16, LATIN1_UTF16 -> {
                    if (encoding.isPresent()) {
                        throw diagnostics.invalid("canonical encoding option `" + encoding.get()
                                + "` conflicts with option `" + label + "`");
                    }
                    encoding = Optional.of(label);
                }
                case MEMORY -> memory(scope.coreMemory(option.index()));
                case REALLOC -> {
                    if (!scope.coreFunction(option.index()).equals(REALLOC)) {
                        throw diagnostics.invalid(
                                "canonical option `realloc` uses a core function with an incorrect signature");
                    }
                }
                case POST_RETURN -> scope.coreFunction(option.index());
                case ASYNC, CALLBACK ->
                    throw diagnostics.unsupported(
                            "async (canonical option `" + label + "`, which requires an async function type)");
                case CORE_TYPE, GC -> throw diagnostics.unsupported("gc (canonical option `" + label + "`)");
            }
            if (!seen.add(option.kind())) {
                throw diagnostics.invalid("canonical option `" + label + "` is specified more than once");
            }
        }
        CanonicalOptions options = CanonicalOptions.of(written);
        if (options.realloc().isPresent() && options.memory().isEmpty()) {
            throw diagnostics.invalid("canonical option `realloc` requires `memory` to also be specified");
        }
        return options;
    }

    private void memory(CoreModuleType.Memory memory) {
        if (memory.limits().wide()) {
            throw diagnostics.unsupported("memory64 (canonical option `memory`)");
        }
        if (memory.limits().shared() || memory.pageSize() != 65_536) {
            throw diagnostics.invalid("canonical option `memory` needs an unshared memory of 64 KiB pages");
        }
    }
}
