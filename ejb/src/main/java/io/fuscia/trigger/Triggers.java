package io.fuscia.trigger;

import io.fuscia.artifact.Digest;
import io.fuscia.execution.Executions;
import io.fuscia.execution.KeysInUse;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.Started;
import io.fuscia.execution.WorkflowSource;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.host.TriggerEvent;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Turns events from outside into executions of the workflow's newest version. Injectable ({@code @Inject}) in every
 * module; thread-safe. Polls will come in here too, from a timer, as another event.
 */
public final class Triggers {
    /** Standard Webhooks: the same for every delivery of one event, whose headers and body may differ. */
    private static final String DELIVERY_ID = "webhook-id";

    private static final String IDEMPOTENCY_KEY = "idempotency-key";

    private static final int KEY_LIMIT = 160;

    /**
     * What keeps a request from starting twice.
     *
     * @param sameness what another request with the key must have in common
     */
    private record Key(String text, Digest sameness) {}

    /** What a component makes of an event; see {@link TriggerComponents}. */
    interface EventHandler {
        Optional<JsonValue> handle(WorkflowId workflow, NodeId node, LockedComponent component, TriggerEvent event);
    }

    private final WorkflowSource workflows;
    private final Executions executions;
    private final EventHandler components;
    private final KeysInUse keysInUse = new KeysInUse();

    Triggers(WorkflowSource workflows, Executions executions, EventHandler components) {
        this.workflows = workflows;
        this.executions = executions;
        this.components = components;
    }

    /**
     * A request came to the hook of a trigger. A delivery with a {@code webhook-id} that has started an execution before
     * starts none, nor does a request with an {@code Idempotency-Key} that has, if method, path, query and body are the
     * same.
     *
     * @return the execution, stored; empty if the trigger's component found nothing to start
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code TRIGGER_NOT_FOUND} if the node is no webhook trigger,
     *     {@code METHOD_NOT_ALLOWED}, {@code INVALID_INPUT} if the payload breaks the workflow's input schema, {@code
     *     IDEMPOTENCY_KEY_REUSED} if the key came with another request, {@code IDEMPOTENCY_KEY_IN_USE} if it is being used
     *     right now, and what the component failed with
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
        Optional<Key> key = key(node, request);
        if (key.isEmpty()) {
            return fire(version, trigger, request, key);
        }
        return keysInUse.whileUsing(workflowId.value(), key.get().text(), () -> {
            Optional<Started> before = executions.startedBefore(
                    workflowId, key.get().text(), key.get().sameness());
            return before.isPresent() ? before : fire(version, trigger, request, key);
        });
    }

    private Optional<Started> fire(
            WorkflowSource.Version version, NodeDefinition.Trigger trigger, WebhookRequest request, Optional<Key> key) {
        return payload(version, trigger, request)
                .map(payload -> executions.start(new StartRequest(
                        version.workflow().definition().id(),
                        OptionalInt.of(version.number()),
                        Optional.of(trigger.id()),
                        payload,
                        key.map(Key::text),
                        key.map(Key::sameness),
                        request.traceparent())));
    }

    private static Optional<Key> key(NodeId node, WebhookRequest request) {
        Optional<String> delivery = request.header(DELIVERY_ID).filter(id -> !id.isEmpty());
        if (delivery.isPresent()) {
            return Optional.of(new Key(text("hook", node, delivery.get()), Digest.of(DELIVERY_ID)));
        }
        return request.header(IDEMPOTENCY_KEY)
                .filter(key -> !key.isEmpty())
                .map(key -> new Key(
                        text("hook-key", node, key),
                        Digest.of(JsonValues.canonical(JsonValues.array(List.of(
                                JsonValues.string(request.method()),
                                JsonValues.string(pathAndQuery(request)),
                                JsonValues.string(request.body().orElse(""))))))));
    }

    /** Senders choose keys of any length. */
    private static String text(String kind, NodeId node, String key) {
        return kind + "/" + node + "/"
                + (key.length() <= KEY_LIMIT ? key : Digest.of(key).value());
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
}
