package io.fuscia.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.Digest;
import io.fuscia.component.ComponentContracts;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.fuscia.task.exports.Task;
import io.fuscia.wit.bindings.fuscia.trigger.exports.Trigger;
import io.fuscia.wit.runtime.CallOptions;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.WasiContext;
import io.fuscia.wit.wasi.WasiHost;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs components: compiles each once, makes a fresh instance for every call, gives it only what this host offers, and
 * turns whatever happens into a value. The engine is made once by the container and passed in. Thread-safe.
 */
public final class ComponentHost {
    private static final int REQUESTS_AT_ONCE = 16;
    private static final Duration CONFIGURED_FOR = Duration.ofSeconds(5);

    private final ComponentEngine engine;
    private final Function<Digest, byte[]> bytes;
    private final ComponentLimits limits;
    private final KeyValueScopes keyValues;
    private final Artifacts artifacts;
    private final Grants grants;
    private final OperatorSettings settings;
    private final HostImports imports;
    private final Clock clock;
    private final Cache<Digest, Compiled> compiled;
    /** To find them, all system properties are gone through. */
    private final Cache<String, Map<String, String>> configured = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(CONFIGURED_FOR)
            .build();

    private record Compiled(CompiledComponent component, int weight) {}

    /** What is called once there is an instance. */
    private interface Body<T> {
        Result<T, String> call(ComponentInstance instance, String export, CallOptions options);
    }

    /**
     * @param bytes a component's verified bytes; throws {@link FusciaException} if it has none
     * @param grants what a component may reach over HTTP and of the file system
     * @param cacheBytes bytes of components that stay compiled
     */
    public ComponentHost(
            ComponentEngine engine,
            Function<Digest, byte[]> bytes,
            ComponentLimits limits,
            long cacheBytes,
            KeyValueScopes keyValues,
            Artifacts artifacts,
            Grants grants,
            OperatorSettings settings,
            Clock clock) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.keyValues = Objects.requireNonNull(keyValues, "keyValues");
        this.artifacts = artifacts;
        this.grants = Objects.requireNonNull(grants, "grants");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
        HostImports.Builder offered = WasiHost.addTo(FusciaImports.addTo(HostImports.builder()));
        this.imports = ArtifactImports.addTo(offered).build();
        this.compiled = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Digest digest, Compiled entry) -> entry.weight())
                .build();
    }

    /**
     * Calls a task.
     *
     * @param data the inputs as JSON text
     * @return the output's data
     */
    public ComponentResult<String> callTask(ComponentCall call, String data) {
        Task.Context context = new Task.Context(call.executionId(), call.nodeId(), call.taskId());
        return call(
                call,
                ComponentContracts.TASK,
                "fuscia.task",
                keyValues.ofExecution(call.executionId()),
                (instance, export, options) -> {
                    Result<Task.Output, String> returned =
                            Task.of(instance, export).withOptions(options).execute(context, data);
                    return returned.map(Task.Output::data);
                });
    }

    /**
     * Calls a trigger.
     *
     * @return the payload to start with; empty if there is nothing to start yet
     */
    public ComponentResult<Optional<String>> callTrigger(ComponentCall call, TriggerEvent event) {
        return call(
                call,
                ComponentContracts.TRIGGER,
                "fuscia.trigger",
                keyValues.ofTrigger(call.executionId(), call.nodeId()),
                (instance, export, options) -> {
                    Result<Trigger.Status, String> returned =
                            Trigger.of(instance, export).withOptions(options).handle(contractual(event));
                    return returned.map(status -> status instanceof Trigger.Status.Completed completed
                            ? Optional.of(completed.value())
                            : Optional.empty());
                });
    }

    private static Trigger.Event contractual(TriggerEvent event) {
        if (event instanceof TriggerEvent.Webhook webhook) {
            List<Tuple.Of2<String, String>> headers = webhook.headers().stream()
                    .map(header -> new Tuple.Of2<>(header.getKey(), header.getValue()))
                    .toList();
            return new Trigger.Event.Webhook(
                    new Trigger.WebhookRequest(webhook.method(), webhook.path(), headers, webhook.body()));
        }
        return Trigger.Event.POLL;
    }

    private <T> ComponentResult<T> call(
            ComponentCall call, ComponentContracts contract, String nameKey, KeyValues pairs, Body<T> body) {
        GuestLog log = new GuestLog(
                call.component() + "@" + call.version() + " [" + call.executionId() + " " + call.nodeId() + "]",
                limits.logLines(),
                limits.longestLog(),
                clock);
        CallContext context = new CallContext(call, settingsFor(call, nameKey), pairs, log, artifacts);
        FailureReading failures = new FailureReading(call, isOwnTimeout(call));
        if (call.cancellation().isCancelled()) {
            return new ComponentResult.Failed<>(failures.cancelled(), List.of());
        }
        CompiledComponent component;
        try {
            component = compiled(call.digest());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new ComponentResult.Failed<>(failures.notLoaded(e), log.lines());
        }
        Optional<String> export = contract.exportFor(component.exports(), call.export());
        if (export.isEmpty()) {
            return new ComponentResult.Failed<>(
                    failures.noExport(component.exports().keySet()), log.lines());
        }
        return run(call, component, export.get(), context, failures, body);
    }

    private <T> ComponentResult<T> run(
            ComponentCall call,
            CompiledComponent component,
            String export,
            CallContext context,
            FailureReading failures,
            Body<T> body) {
        Deadline deadline = Deadline.afterMillis(wallMillis(call));
        WasiContext wasi;
        try {
            wasi = wasi(context);
        } catch (FusciaException e) {
            return new ComponentResult.Failed<>(
                    failures.notLoaded(e), context.log().lines());
        }
        ComponentInstance instance;
        try {
            instance = component.instantiate(
                    new CallOptions(deadline, call.cancellation()),
                    imports,
                    limits.forInstance(wallMillis(call)),
                    context,
                    wasi);
        } catch (RuntimeException e) {
            wasi.close();
            return new ComponentResult.Failed<>(
                    failures.notInstantiated(e), context.log().lines());
        }
        try (wasi;
                instance) {
            Result<T, String> returned = body.call(instance, export, new CallOptions(deadline, call.cancellation()));
            context.finishOutput();
            if (returned instanceof Result.Ok<T, String> ok) {
                return new ComponentResult.Returned<>(
                        ok.value(), context.written(), context.log().lines());
            }
            return new ComponentResult.Failed<>(
                    wasi.httpBytesExhausted()
                            ? failures.limited(httpBytes())
                            : failures.returned((String) returned.payload()),
                    context.log().lines());
        } catch (Trap trap) {
            boolean starved = trap.limit().isEmpty() && wasi.httpBytesExhausted();
            return new ComponentResult.Failed<>(
                    starved ? failures.limited(httpBytes()) : failures.trapped(trap),
                    context.log().lines());
        } catch (IllegalArgumentException e) {
            // Text that is no sequence of characters is all that can be wrong with what this host passes.
            return new ComponentResult.Failed<>(
                    failures.notPassed(e), context.log().lines());
        } catch (HostLimit limit) {
            return new ComponentResult.Failed<>(
                    failures.limited(limit), context.log().lines());
        }
    }

    private HostLimit httpBytes() {
        return new HostLimit(
                HostLimit.Which.HTTP_BYTES, "a call may send and receive " + limits.httpBytes() + " bytes over HTTP");
    }

    private WasiContext wasi(CallContext context) {
        Grants.Granted granted = grants.of(context.call());
        WasiContext.Builder wasi = WasiContext.builder()
                .arguments(List.of(context.call().component()))
                .output(context.output(), limits.outputBytes())
                .errors(context.errors(), limits.outputBytes())
                .egress(granted.egress())
                .httpLimits(REQUESTS_AT_ONCE, limits.httpBytes());
        granted.paths().forEach(wasi::preopen);
        return wasi.build();
    }

    private Map<String, String> settingsFor(ComponentCall call, String nameKey) {
        Map<String, String> own = new HashMap<>(
                configured.get(call.component(), component -> settings.below("fuscia.config." + component + ".")));
        own.put(nameKey, call.export());
        return own;
    }

    private long wallMillis(ComponentCall call) {
        long asked = call.timeout().toMillis();
        return asked <= 0 ? limits.wallMillis() : Math.min(asked, limits.longestWallMillis());
    }

    private boolean isOwnTimeout(ComponentCall call) {
        long asked = call.timeout().toMillis();
        return asked > 0 && asked <= limits.longestWallMillis();
    }

    private CompiledComponent compiled(Digest digest) {
        return compiled.get(digest, key -> {
                    byte[] wasm = bytes.apply(key);
                    return new Compiled(engine.compile(wasm), wasm.length);
                })
                .component();
    }
}
