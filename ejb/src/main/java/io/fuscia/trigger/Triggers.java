package io.fuscia.trigger;

import io.fuscia.execution.Execution;
import io.fuscia.execution.Executions;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.Started;
import io.fuscia.execution.WorkflowSource;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.host.TriggerEvent;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Turns events from outside into executions of the workflow's newest version. Injectable ({@code @Inject}) in every
 * module; thread-safe. Polls will come in here too, from a timer, as another event.
 */
public final class Triggers {
    /** Standard Webhooks: the same for every delivery of one event. */
    private static final String DELIVERY_ID = "webhook-id";

    private static final int KEY_LIMIT = 255;

    /** What a component makes of an event; see {@link TriggerComponents}. */
    interface EventHandler {
        Optional<JsonValue> handle(WorkflowId workflow, NodeId node, LockedComponent component, TriggerEvent event);
    }

    private final WorkflowSource workflows;
    private final Executions executions;
    private final EventHandler components;

    Triggers(WorkflowSource workflows, Executions executions, EventHandler components) {
        this.workflows = workflows;
        this.executions = executions;
        this.components = components;
    }

    /**
     * A request came to the hook of a trigger. A delivery with a {@code webhook-id} that has started an execution before
     * starts none.
     *
     * @return the execution, stored; empty if the trigger's component found nothing to start
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code TRIGGER_NOT_FOUND} if the node is no webhook trigger,
     *     {@code METHOD_NOT_ALLOWED}, {@code INVALID_INPUT} if the payload breaks the workflow's input schema, and what
     *     the component failed with
     */
    public Optional<Started> webhook(WorkflowId workflowId, NodeId node, WebhookRequest request) {
        WorkflowSource.Version version = workflows.version(workflowId, OptionalInt.empty());
        NodeDefinition.Trigger trigger = webhookTrigger(version, node);
        String method = ((NodeDefinition.TriggerSource.Webhook) trigger.source()).method();
        if (!method.equals(request.method())) {
            throw new FusciaException(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    "the hook of trigger '" + node + "' takes " + method + " requests, not " + request.method());
        }
        Optional<String> key = request.header(DELIVERY_ID)
                .map(id -> "hook/" + node + "/" + id)
                .filter(text -> text.length() <= KEY_LIMIT);
        Optional<Execution> before = key.flatMap(used -> executions.startedWith(workflowId, used));
        if (before.isPresent()) {
            return Optional.of(new Started(before.get(), true));
        }
        return payload(version, trigger, request)
                .map(payload -> start(new StartRequest(
                        workflowId,
                        OptionalInt.of(version.number()),
                        Optional.of(node),
                        payload,
                        key,
                        request.traceparent())));
    }

    private static NodeDefinition.Trigger webhookTrigger(WorkflowSource.Version version, NodeId node) {
        if (version.workflow().graph().contains(node)
                && version.workflow().graph().node(node) instanceof NodeDefinition.Trigger trigger
                && trigger.source() instanceof NodeDefinition.TriggerSource.Webhook) {
            return trigger;
        }
        throw new FusciaException(ErrorCode.TRIGGER_NOT_FOUND, "the workflow has no webhook trigger '" + node + "'");
    }

    private Optional<JsonValue> payload(
            WorkflowSource.Version version, NodeDefinition.Trigger trigger, WebhookRequest request) {
        if (trigger.component().isEmpty()) {
            return Optional.of(WebhookPayload.of(request));
        }
        LockedComponent component = version.workflow().components().get(NodePath.of(trigger.id()));
        TriggerEvent event =
                new TriggerEvent.Webhook(request.method(), pathAndQuery(request), request.headers(), request.body());
        return components.handle(version.workflow().definition().id(), trigger.id(), component, event);
    }

    private static String pathAndQuery(WebhookRequest request) {
        StringBuilder path = new StringBuilder(request.path());
        request.query().forEach(parameter -> path.append(path.indexOf("?") < 0 ? '?' : '&')
                .append(encode(parameter.getKey()))
                .append('=')
                .append(encode(parameter.getValue())));
        return path.toString();
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Two deliveries of one event differ in their headers, so another body under the same key is no error here. */
    private Started start(StartRequest request) {
        try {
            return executions.start(request);
        } catch (FusciaException e) {
            if (e.code() != ErrorCode.IDEMPOTENCY_KEY_REUSED) {
                throw e;
            }
            Execution first = executions
                    .startedWith(request.workflowId(), request.idempotencyKey().orElseThrow())
                    .orElseThrow(() -> e);
            return new Started(first, true);
        }
    }
}
