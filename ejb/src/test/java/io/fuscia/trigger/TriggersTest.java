package io.fuscia.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.Started;
import io.fuscia.execution.TestEngine;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.host.TriggerEvent;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TriggersTest {
    private static final WorkflowId WORKFLOW = new WorkflowId("hooked");
    private static final NodeId HOOK = new NodeId("hook");

    private final TestEngine engine = new TestEngine().begin();
    private final List<TriggerEvent> events = new ArrayList<>();
    private Optional<JsonValue> decision = Optional.empty();
    private Triggers triggers;

    @BeforeEach
    void define() {
        engine.workflow("""
            workflow_id: hooked
            name: hooked
            nodes:
              - {node_id: hook, type: trigger, trigger_type: webhook, method: POST}
              - {node_id: by_hand, type: trigger, trigger_type: manual}
              - {node_id: decided, type: trigger, trigger_type: webhook, method: PUT, name: test/hook, trigger_name: on}
              - {node_id: a, type: component, inputs: {payload: $.trigger}}
            edges: [[hook, a], [by_hand, a], [decided, a]]
            """);
        triggers = new Triggers(engine::version, engine.executions(), (workflow, node, component, event) -> {
            events.add(event);
            return decision;
        });
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void startsWithTheRequestAsPayload() {
        WebhookRequest request = new WebhookRequest(
                "POST",
                "/fuscia/hooks/hooked/hook",
                List.of(
                        Map.entry("Content-Type", "application/json; charset=utf-8"),
                        Map.entry("X-Tag", "one"),
                        Map.entry("x-tag", "two"),
                        Map.entry("Authorization", "Bearer secret")),
                List.of(Map.entry("q", "1"), Map.entry("many", "a"), Map.entry("many", "b")),
                Optional.of("{\"n\": 7}"),
                Optional.empty());

        Started started = triggers.webhook(WORKFLOW, HOOK, request).orElseThrow();

        ExecutionDetail detail = engine.ended(started.execution().id());
        assertThat(detail.execution().trigger()).isEqualTo(HOOK);
        JsonObject payload = detail.payload().asJsonObject();
        assertThat(payload.getJsonObject("body").getInt("n")).isEqualTo(7);
        assertThat(payload.getJsonObject("headers").getString("x-tag")).isEqualTo("one, two");
        assertThat(payload.getJsonObject("headers")).doesNotContainKey("authorization");
        assertThat(payload.getJsonObject("query").getString("q")).isEqualTo("1");
        assertThat(payload.getJsonObject("query").getJsonArray("many")).hasSize(2);
        assertThat(payload.getString("method")).isEqualTo("POST");
        assertThat(TestEngine.task(detail, "a")
                        .output()
                        .orElseThrow()
                        .asJsonObject()
                        .get("payload"))
                .isEqualTo(payload);
    }

    @Test
    void keepsABodyThatIsNotJsonAsText() {
        Started started = triggers.webhook(
                        WORKFLOW, HOOK, post(List.of(Map.entry("content-type", "application/json")), "{oops"))
                .orElseThrow();

        assertThat(engine.ended(started.execution().id())
                        .payload()
                        .asJsonObject()
                        .getString("body"))
                .isEqualTo("{oops");
    }

    @Test
    void startsOnceForOneDelivery() {
        ExecutionId first = triggers.webhook(WORKFLOW, HOOK, post(List.of(Map.entry("webhook-id", "m1")), "a"))
                .orElseThrow()
                .execution()
                .id();
        Started again = triggers.webhook(WORKFLOW, HOOK, post(List.of(Map.entry("Webhook-Id", "m1")), "b"))
                .orElseThrow();
        Started other = triggers.webhook(WORKFLOW, HOOK, post(List.of(Map.entry("webhook-id", "m2")), "a"))
                .orElseThrow();

        assertThat(again.replayed()).isTrue();
        assertThat(again.execution().id()).isEqualTo(first);
        assertThat(other.execution().id()).isNotEqualTo(first);
    }

    @Test
    void startsOnceForOneIdempotencyKey() {
        List<Map.Entry<String, String>> key = List.of(Map.entry("Idempotency-Key", "k1"));
        ExecutionId first = triggers.webhook(WORKFLOW, HOOK, post(key, "a"))
                .orElseThrow()
                .execution()
                .id();
        Started again = triggers.webhook(
                        WORKFLOW,
                        HOOK,
                        post(List.of(Map.entry("idempotency-key", "k1"), Map.entry("Date", "later")), "a"))
                .orElseThrow();

        assertThat(again.replayed()).isTrue();
        assertThat(again.execution().id()).isEqualTo(first);
        assertThatThrownBy(() -> triggers.webhook(WORKFLOW, HOOK, post(key, "b")))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void takesKeysOfAnyLength() {
        List<Map.Entry<String, String>> key = List.of(Map.entry("webhook-id", "m".repeat(4_000)));
        ExecutionId first = triggers.webhook(WORKFLOW, HOOK, post(key, "a"))
                .orElseThrow()
                .execution()
                .id();

        assertThat(triggers.webhook(WORKFLOW, HOOK, post(key, "a"))
                        .orElseThrow()
                        .execution()
                        .id())
                .isEqualTo(first);
    }

    @Test
    void saysSoWhileTheFirstRequestWithAKeyIsUnderWay() {
        List<Map.Entry<String, String>> key = List.of(Map.entry("Idempotency-Key", "slow"));
        NodeId decided = new NodeId("decided");
        WebhookRequest request = new WebhookRequest("PUT", "/x", key, List.of(), Optional.of("text"), Optional.empty());
        List<FusciaException> refused = new ArrayList<>();
        Triggers[] holder = new Triggers[1];
        Triggers nested = new Triggers(engine::version, engine.executions(), (workflow, node, component, event) -> {
            try {
                holder[0].webhook(WORKFLOW, decided, request);
            } catch (FusciaException e) {
                refused.add(e);
            }
            return Optional.of(JsonValues.string("go"));
        });
        holder[0] = nested;

        Started started = nested.webhook(WORKFLOW, decided, request).orElseThrow();

        assertThat(refused).extracting(FusciaException::code).containsExactly(ErrorCode.IDEMPOTENCY_KEY_IN_USE);
        assertThat(nested.webhook(WORKFLOW, decided, request)
                        .orElseThrow()
                        .execution()
                        .id())
                .isEqualTo(started.execution().id());
        assertThat(refused).hasSize(1);
    }

    @Test
    void refusesAnotherMethod() {
        refuses(ErrorCode.METHOD_NOT_ALLOWED, HOOK);
    }

    @Test
    void refusesNodesThatAreNoHooks() {
        refuses(ErrorCode.TRIGGER_NOT_FOUND, new NodeId("by_hand"));
        refuses(ErrorCode.TRIGGER_NOT_FOUND, new NodeId("a"));
        refuses(ErrorCode.TRIGGER_NOT_FOUND, new NodeId("nobody"));
    }

    private void refuses(ErrorCode code, NodeId node) {
        WebhookRequest request =
                new WebhookRequest("GET", "/", List.of(), List.of(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> triggers.webhook(WORKFLOW, node, request))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void letsTheComponentDecide() {
        NodeId decided = new NodeId("decided");
        WebhookRequest request = new WebhookRequest(
                "PUT", "/x", List.of(), List.of(Map.entry("a b", "c&d")), Optional.of("text"), Optional.empty());

        assertThat(triggers.webhook(WORKFLOW, decided, request)).isEmpty();

        decision = Optional.of(JsonValues.string("go"));
        Started started = triggers.webhook(WORKFLOW, decided, request).orElseThrow();
        assertThat(engine.ended(started.execution().id()).payload()).isEqualTo(JsonValues.string("go"));
        assertThat(((TriggerEvent.Webhook) events.get(0)).path()).isEqualTo("/x?a+b=c%26d");
    }

    private static WebhookRequest post(List<Map.Entry<String, String>> headers, String body) {
        return new WebhookRequest("POST", "/h", headers, List.of(), Optional.of(body), Optional.empty());
    }
}
