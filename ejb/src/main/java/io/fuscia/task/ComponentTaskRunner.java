package io.fuscia.task;

import io.fuscia.host.ComponentCall;
import io.fuscia.host.ComponentFailure;
import io.fuscia.host.ComponentHost;
import io.fuscia.host.ComponentResult;
import io.fuscia.wit.runtime.CancellationToken;
import io.fuscia.workflow.LockedComponent;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Objects;

/** Calls the task that a component exports: the inputs as JSON text in, JSON or plain text out. */
public final class ComponentTaskRunner implements TaskRunner {
    private final ComponentHost host;

    /** Runs on this host. */
    public ComponentTaskRunner(ComponentHost host) {
        this.host = Objects.requireNonNull(host, "host");
    }

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        LockedComponent component = request.component().orElseThrow();
        CancellationToken token = new CancellationToken();
        ComponentCall call = new ComponentCall(
                component.name(),
                component.version(),
                component.digest(),
                component.export(),
                request.context().executionId(),
                request.context().nodeId(),
                request.context().taskId(),
                request.timeout(),
                token);
        try (Cancellation.Registration registration = cancellation.onCancel(token::cancel)) {
            ComponentResult<String> result =
                    host.callTask(call, request.inputs().toString());
            if (result instanceof ComponentResult.Returned<String> returned) {
                return new TaskOutcome.Succeeded(
                        JsonOutput.parse(returned.value()), returned.artifacts(), returned.log());
            }
            ComponentResult.Failed<String> failed = (ComponentResult.Failed<String>) result;
            return outcome(failed, call, cancellation);
        }
    }

    private static TaskOutcome outcome(
            ComponentResult.Failed<String> failed, ComponentCall call, Cancellation cancellation) {
        ComponentFailure failure = failed.failure();
        if (failure instanceof ComponentFailure.Cancelled) {
            return Cancelled.outcome(cancellation.reason(), failure.message(), failed.log());
        }
        return new TaskOutcome.Failed(
                failure.code(), failure.message(), failure.retryable(), detail(failure, call), failed.log());
    }

    private static JsonObject detail(ComponentFailure failure, ComponentCall call) {
        JsonObjectBuilder detail = JsonOutput.JSON.createObjectBuilder();
        if (failure instanceof ComponentFailure.Trapped trapped) {
            detail.add("failure", "trap").add("trap_code", trapped.trap().name().toLowerCase(Locale.ROOT));
        } else if (failure instanceof ComponentFailure.Limit limit) {
            detail.add("failure", "limit").add("limit", limit.which());
        } else if (failure instanceof ComponentFailure.Returned returned) {
            detail.add("failure", "component_error").add("error", returned.error());
        } else if (failure instanceof ComponentFailure.Instantiation) {
            detail.add("failure", "instantiation");
        } else {
            detail.add("failure", "host");
        }
        return detail.add("component", call.component() + "@" + call.version())
                .add("export", call.export())
                .add("node", call.nodeId())
                .build();
    }
}
