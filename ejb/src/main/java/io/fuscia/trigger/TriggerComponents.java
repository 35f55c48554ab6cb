package io.fuscia.trigger;

import io.fuscia.failure.FusciaException;
import io.fuscia.host.ComponentCall;
import io.fuscia.host.ComponentHost;
import io.fuscia.host.ComponentResult;
import io.fuscia.host.TriggerEvent;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.wit.runtime.CancellationToken;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;

/** Asks the component of a trigger what an event means. Thread-safe. */
final class TriggerComponents {
    private final ComponentHost host;

    TriggerComponents(ComponentHost host) {
        this.host = host;
    }

    /**
     * The payload to start with: JSON if the component gives JSON, else its text as a string.
     *
     * @return empty if there is nothing to start
     * @throws FusciaException with the code of the failure, if the component failed
     */
    Optional<JsonValue> handle(WorkflowId workflow, NodeId node, LockedComponent component, TriggerEvent event) {
        ComponentCall call = new ComponentCall(
                component.name(),
                component.version(),
                component.digest(),
                component.export(),
                workflow.value(),
                node.value(),
                workflow + "/" + node,
                Duration.ZERO,
                new CancellationToken());
        ComponentResult<Optional<String>> result = host.callTrigger(call, event);
        if (result instanceof ComponentResult.Failed<Optional<String>> failed) {
            throw new FusciaException(failed.failure().code(), failed.failure().message());
        }
        return ((ComponentResult.Returned<Optional<String>>) result).value().map(text -> JsonValues.parse(text)
                .orElseGet(() -> JsonValues.string(text)));
    }
}
