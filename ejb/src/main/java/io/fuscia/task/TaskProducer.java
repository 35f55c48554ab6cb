package io.fuscia.task;

import io.fuscia.artifact.Artifacts;
import io.fuscia.host.ComponentHost;
import io.fuscia.host.OperatorSettings;
import io.fuscia.wit.wasi.http.EgressPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Makes the one {@link TaskRunner} of the server. */
@ApplicationScoped
public class TaskProducer {
    @Produces
    @Singleton
    @Typed(HttpTaskRunner.class)
    HttpTaskRunner http(EgressPolicy policy, OperatorSettings settings, Artifacts artifacts) {
        return new HttpTaskRunner(policy, HttpSettings.from(settings), artifacts);
    }

    void close(@Disposes HttpTaskRunner runner) {
        runner.close();
    }

    @Produces
    @Singleton
    @Typed(TaskRunner.class)
    TaskRunner tasks(ComponentHost host, HttpTaskRunner http) {
        return new NodeTaskRunner(new ComponentTaskRunner(host), http);
    }
}
