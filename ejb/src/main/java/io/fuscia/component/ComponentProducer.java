package io.fuscia.component;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.storage.Transactions;
import io.fuscia.wit.runtime.ComponentEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the registry injectable, as {@link Components} and as {@link ComponentCatalog}, once per server. */
@ApplicationScoped
public class ComponentProducer {
    @Produces
    @Singleton
    Components components(
            Transactions transactions,
            DataDirectory data,
            ComponentEngine engine,
            @Any Instance<ComponentUsage> usages) {
        return new Components(transactions, data, engine, usages, Clock.systemUTC());
    }
}
