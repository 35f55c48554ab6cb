package io.fuscia.workflow;

import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.TemplateParser;
import io.fuscia.workflow.NodeDefinition.ComponentReference;
import io.fuscia.workflow.NodeDefinition.HttpAuth;
import io.fuscia.workflow.NodeDefinition.TriggerSource;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a definition as the JSON that {@link DefinitionParser} reads back into an equal one. One form for each
 * definition: keys in a fixed order, defaults left out, edges as objects.
 */
public final class DefinitionWriter {
    private DefinitionWriter() {}

    /** The definition as JSON, members in the order in which people write them. */
    public static JsonObject write(WorkflowDefinition definition) {
        JsonObjectBuilder out = JsonValues.JSON.createObjectBuilder();
        out.add("workflow_id", definition.id().value());
        out.add("name", definition.name());
        definition.description().ifPresent(text -> out.add("description", text));
        definition.timeoutMs().ifPresent(timeout -> out.add("timeout_ms", timeout));
        retry(definition.retry(), out);
        definition.inputSchema().ifPresent(schema -> out.add("input_schema", schema));
        graph(definition.graph(), out);
        return out.build();
    }

    /** One node as JSON. */
    public static JsonObject write(NodeDefinition node) {
        JsonObjectBuilder out = JsonValues.JSON.createObjectBuilder();
        out.add("node_id", node.id().value());
        out.add("type", word(node.type()));
        if (node instanceof NodeDefinition.Trigger trigger) {
            trigger(trigger, out);
        } else if (node instanceof NodeDefinition.Component component) {
            component(component.component(), out);
            out.add("task_name", component.taskName());
        } else if (node instanceof NodeDefinition.Http http) {
            http(http, out);
        } else if (node instanceof NodeDefinition.Join join) {
            join(join, out);
        } else if (node instanceof NodeDefinition.Loop loop) {
            loop(loop, out);
        } else if (node instanceof NodeDefinition.SubWorkflow called) {
            out.add("workflow_id", called.workflow().value());
            called.version().ifPresent(version -> out.add("workflow_version", version));
        }
        if (!node.inputs().members().isEmpty()) {
            out.add("inputs", value(node.inputs()));
        }
        settings(node.settings(), out);
        if (node instanceof NodeDefinition.Loop loop) {
            graph(loop.body(), out);
        }
        return out.build();
    }

    private static void retry(RetryPolicy retry, JsonObjectBuilder out) {
        RetryPolicy none = RetryPolicy.NONE;
        if (retry.maxRetryAttempts() != none.maxRetryAttempts()) {
            out.add("max_retry_attempts", retry.maxRetryAttempts());
        }
        if (retry.backoff() != none.backoff()) {
            out.add("retry_backoff", word(retry.backoff()));
        }
        if (retry.initialDelayMs() != none.initialDelayMs()) {
            out.add("retry_initial_delay_ms", retry.initialDelayMs());
        }
        if (retry.maxDelayMs() != Math.max(none.maxDelayMs(), retry.initialDelayMs())) {
            out.add("retry_max_delay_ms", retry.maxDelayMs());
        }
        if (retry.jitter() != none.jitter()) {
            out.add("retry_jitter", BigDecimal.valueOf(retry.jitter()));
        }
    }

    private static void settings(NodeSettings settings, JsonObjectBuilder out) {
        settings.timeoutMs().ifPresent(timeout -> out.add("timeout_ms", timeout));
        settings.maxRetryAttempts().ifPresent(attempts -> out.add("max_retry_attempts", attempts));
        settings.retryBackoff().ifPresent(backoff -> out.add("retry_backoff", word(backoff)));
        settings.retryInitialDelayMs().ifPresent(delay -> out.add("retry_initial_delay_ms", delay));
        if (!settings.failWorkflow()) {
            out.add("fail_workflow", false);
        }
    }

    private static void graph(Graph graph, JsonObjectBuilder out) {
        out.add(
                "nodes",
                JsonValues.array(
                        graph.nodes().stream().map(DefinitionWriter::write).toList()));
        out.add(
                "edges",
                JsonValues.array(
                        graph.edges().stream().map(DefinitionWriter::edge).toList()));
    }

    private static JsonObject edge(Edge edge) {
        JsonObjectBuilder out = JsonValues.JSON.createObjectBuilder();
        out.add("from", edge.from().value());
        out.add("to", edge.to().value());
        edge.when().ifPresent(condition -> out.add("when", condition.text()));
        return out.build();
    }

    private static void component(ComponentReference component, JsonObjectBuilder out) {
        out.add("name", component.name());
        component.version().ifPresent(version -> out.add("version", version));
    }

    private static void trigger(NodeDefinition.Trigger trigger, JsonObjectBuilder out) {
        TriggerSource source = trigger.source();
        if (source instanceof TriggerSource.Interval interval) {
            out.add("trigger_type", "poll");
            out.add("interval_ms", interval.interval().toMillis());
        } else if (source instanceof TriggerSource.Cron cron) {
            out.add("trigger_type", "poll");
            out.add("cron", cron.expression());
            out.add("time_zone", cron.timeZone().getId());
        } else if (source instanceof TriggerSource.Webhook webhook) {
            out.add("trigger_type", "webhook");
            out.add("method", webhook.method());
        } else {
            out.add("trigger_type", "manual");
        }
        trigger.component().ifPresent(component -> {
            component(component.component(), out);
            out.add("trigger_name", component.triggerName());
        });
    }

    private static void http(NodeDefinition.Http http, JsonObjectBuilder out) {
        out.add("method", http.method());
        out.add("url", value(http.url()));
        if (!http.headers().isEmpty()) {
            out.add("headers", members(http.headers()));
        }
        if (!http.query().isEmpty()) {
            out.add("query", members(http.query()));
        }
        http.body().ifPresent(body -> out.add("body", value(body)));
        http.auth().ifPresent(auth -> out.add("auth", auth(auth)));
    }

    private static JsonObject auth(HttpAuth auth) {
        Map<String, JsonValue> out = new LinkedHashMap<>();
        if (auth instanceof HttpAuth.Basic basic) {
            out.put("type", JsonValues.string("basic"));
            out.put("username", value(basic.username()));
            out.put("password", value(basic.password()));
        } else if (auth instanceof HttpAuth.Bearer bearer) {
            out.put("type", JsonValues.string("bearer"));
            out.put("token", value(bearer.token()));
        } else if (auth instanceof HttpAuth.Header header) {
            out.put("type", JsonValues.string("header"));
            out.put("name", JsonValues.string(header.name()));
            out.put("value", value(header.value()));
        }
        return JsonValues.object(out);
    }

    private static void join(NodeDefinition.Join join, JsonObjectBuilder out) {
        out.add("join_strategy", word(join.strategy()));
        join.count().ifPresent(count -> out.add("count", count));
        join.component().ifPresent(component -> {
            component(component.component(), out);
            out.add("task_name", component.taskName());
        });
    }

    private static void loop(NodeDefinition.Loop loop, JsonObjectBuilder out) {
        out.add("items", value(loop.items()));
        out.add("execution_mode", loop.parallel() ? "parallel" : "sequential");
        if (loop.parallel()) {
            out.add("concurrency", loop.concurrency());
        }
        out.add("failure_mode", word(loop.failureMode()));
    }

    /** The value as the file writes it, plain text escaped where it would be read as a path or template. */
    static JsonValue value(InputValue value) {
        if (value instanceof InputValue.Literal literal) {
            return escaped(literal.value());
        }
        if (value instanceof InputValue.Reference reference) {
            return JsonValues.string(reference.path().text());
        }
        if (value instanceof InputValue.Templated templated) {
            return JsonValues.string(templated.template().text());
        }
        if (value instanceof InputValue.ArrayValue array) {
            return JsonValues.array(
                    array.elements().stream().map(DefinitionWriter::value).toList());
        }
        return members(((InputValue.ObjectValue) value).members());
    }

    private static JsonObject members(Map<String, InputValue> members) {
        Map<String, JsonValue> out = new LinkedHashMap<>();
        members.forEach((name, member) -> out.put(name, value(member)));
        return JsonValues.object(out);
    }

    private static JsonValue escaped(JsonValue value) {
        if (value instanceof JsonString string) {
            return JsonValues.string(TemplateParser.escape(string.getString()));
        }
        if (value instanceof JsonArray array) {
            return JsonValues.array(
                    array.stream().map(DefinitionWriter::escaped).toList());
        }
        if (value instanceof JsonObject object) {
            Map<String, JsonValue> out = new LinkedHashMap<>();
            object.forEach((name, member) -> out.put(name, escaped(member)));
            return JsonValues.object(out);
        }
        return value;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
