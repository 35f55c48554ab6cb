package io.fuscia.artifact;

import io.fuscia.storage.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes this package's classes injectable, once per server. */
@ApplicationScoped
public class ArtifactProducer {
    @Produces
    @Singleton
    DataDirectory dataDirectory() {
        return new DataDirectory();
    }

    @Produces
    @Singleton
    Artifacts artifacts(Transactions transactions, DataDirectory data) {
        return new Artifacts(transactions, data, ArtifactLimits.DEFAULT, Clock.systemUTC());
    }
}
