package io.fuscia.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuscia.component.Capabilities;
import io.fuscia.wit.wasi.filesystem.Preopen;
import io.fuscia.wit.wasi.http.EgressPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** What a component may reach: what its manifest asks for, as far as the operator allows it too. Thread-safe. */
public final class Grants {
    private final BiFunction<String, String, Capabilities> asked;
    private final EgressPolicy egress;
    private final GrantedPaths paths;
    private final Cache<Key, Capabilities> known = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private record Key(String component, String version) {}

    /** What one call may reach. */
    record Granted(EgressPolicy egress, List<Preopen> paths) {}

    /**
     * @param asked the capabilities in the manifest of a name and version
     * @param egress the operator's policy
     */
    public Grants(BiFunction<String, String, Capabilities> asked, EgressPolicy egress, GrantedPaths paths) {
        this.asked = Objects.requireNonNull(asked, "asked");
        this.egress = Objects.requireNonNull(egress, "egress");
        this.paths = Objects.requireNonNull(paths, "paths");
    }

    Granted of(ComponentCall call) {
        Capabilities capabilities = known.get(
                new Key(call.component(), call.version()), key -> asked.apply(key.component(), key.version()));
        return new Granted(egress.restrictedTo(capabilities.allowedHosts()), paths.of(capabilities.allowedPaths()));
    }
}
