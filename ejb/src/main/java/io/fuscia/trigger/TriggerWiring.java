package io.fuscia.trigger;

import io.fuscia.execution.Executions;
import io.fuscia.execution.WorkflowSource;
import io.fuscia.host.ComponentHost;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the triggers injectable on the server. */
@Dependent
class TriggerWiring {
    @Produces
    @Singleton
    Triggers triggers(WorkflowSource workflows, Executions executions, ComponentHost host) {
        return new Triggers(workflows, executions, new TriggerComponents(host)::handle);
    }
}
