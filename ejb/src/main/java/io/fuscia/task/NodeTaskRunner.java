package io.fuscia.task;

import io.fuscia.failure.ErrorCode;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonValue;
import java.util.Objects;

/** Gives each request to the runner for its kind of node. */
public final class NodeTaskRunner implements TaskRunner {
    private final TaskRunner components;
    private final TaskRunner http;

    /** One runner for components and one for http nodes. */
    public NodeTaskRunner(ComponentTaskRunner components, HttpTaskRunner http) {
        this.components = Objects.requireNonNull(components, "components");
        this.http = Objects.requireNonNull(http, "http");
    }

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        if (request.node() instanceof NodeDefinition.Http) {
            return http.run(request, cancellation);
        }
        if (request.component().isPresent()) {
            return components.run(request, cancellation);
        }
        return new TaskOutcome.Failed(
                ErrorCode.INTERNAL,
                "node '" + request.context().nodeId() + "' is neither an http node nor one with a component",
                false,
                JsonValue.EMPTY_JSON_OBJECT);
    }
}
