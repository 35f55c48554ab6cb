package io.fuscia.host;

import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.component.Capabilities;
import io.fuscia.component.Components;
import io.fuscia.storage.Transactions;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.wasi.http.AllowedAddress;
import io.fuscia.wit.wasi.http.EgressPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes the engine and the host, once per server: compiling is dear, so everyone shares them. */
@ApplicationScoped
public class HostProducer {
    private static final long CACHE_BYTES = 256L << 20;
    private static final long CODE_CACHE_BYTES = 1L << 30;

    @Produces
    @Singleton
    OperatorSettings settings() {
        return new OperatorSettings();
    }

    @Produces
    @Singleton
    ComponentLimits limits(OperatorSettings settings) {
        return ComponentLimits.from(settings);
    }

    /** The operator's policy: any host on the internet and nothing inside, unless he says otherwise. */
    @Produces
    @Singleton
    EgressPolicy egressPolicy(OperatorSettings settings) {
        return egress(settings);
    }

    static EgressPolicy egress(OperatorSettings settings) {
        List<String> hosts = settings.texts("fuscia.egress.allowed_hosts");
        try {
            return EgressPolicy.of(
                    hosts.isEmpty() ? List.of("*") : hosts.equals(List.of("none")) ? List.of() : hosts,
                    settings.flag("fuscia.egress.allow_private", false),
                    settings.texts("fuscia.egress.allow_addresses").stream()
                            .map(AllowedAddress::parse)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("a setting fuscia.egress.* cannot be used: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    ComponentEngine engine(OperatorSettings settings, DataDirectory data) {
        return new ComponentEngine(engineSettings(settings, data));
    }

    /** Compiled code is kept beside the data unless its folder is set elsewhere or its size to 0. */
    static EngineSettings engineSettings(OperatorSettings settings, DataDirectory data) {
        EngineSettings engine = new EngineSettings(
                EngineSettings.Compilation.BACKGROUND, settings.number("fuscia.cache_bytes", CACHE_BYTES, 0, 1L << 40));
        long bytes = settings.number("fuscia.code_cache.bytes", CODE_CACHE_BYTES, 0, 1L << 40);
        if (bytes == 0) {
            return engine;
        }
        Path folder = settings.text("fuscia.code_cache.folder").map(Path::of).orElseGet(() -> data.root()
                .resolve("compiled-code"));
        return engine.withCodeFolder(folder, bytes);
    }

    void close(@Disposes ComponentEngine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    KeyValueScopes keyValueScopes(Transactions transactions, ComponentLimits limits) {
        return new KeyValueScopes(transactions, limits.keyValueBytes());
    }

    @Produces
    @Singleton
    ComponentHost host(
            ComponentEngine engine,
            Components components,
            ComponentLimits limits,
            KeyValueScopes keyValues,
            Artifacts artifacts,
            EgressPolicy egress,
            OperatorSettings settings) {
        return new ComponentHost(
                engine,
                components::load,
                limits,
                settings.number("fuscia.cache_bytes", CACHE_BYTES, 0, 1L << 40),
                keyValues,
                artifacts,
                new Grants(
                        (name, version) -> components
                                .find(name, Optional.of(version))
                                .map(component -> component.manifest().capabilities())
                                .orElse(Capabilities.NONE),
                        egress,
                        GrantedPaths.from(settings)),
                settings,
                Clock.systemUTC());
    }
}
