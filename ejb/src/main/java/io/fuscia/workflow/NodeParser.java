package io.fuscia.workflow;

import io.fuscia.component.ComponentManifest;
import io.fuscia.component.VersionRange;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.NodeDefinition.ComponentReference;
import io.fuscia.workflow.NodeDefinition.TriggerSource;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one node of a known type. What is wrong is reported, and something of the right shape is made in its place, so
 * that one bad value does not hide the others.
 */
final class NodeParser {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> HOOK_METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> TRIGGER_TYPES = List.of("manual", "poll", "webhook");
    private static final List<String> AUTH_TYPES = List.of("basic", "bearer", "header");
    private static final InputValue NOTHING = new InputValue.Literal(JsonValue.NULL);

    private final Problems problems;
    private final InputParser inputs;

    NodeParser(Problems problems) {
        this.problems = problems;
        this.inputs = new InputParser(problems);
    }

    /** Reads a loop's body. */
    interface BodyParser {
        Graph parse(ObjectReader loop);
    }

    NodeDefinition parse(NodeId id, NodeType type, Cursor at, BodyParser body) {
        ObjectReader reader = new ObjectReader(at, problems, "a " + type.name().toLowerCase(Locale.ROOT) + " node");
        reader.member("node_id");
        reader.member("type");
        InputValue.ObjectValue parsedInputs =
                reader.member("inputs").map(inputs::object).orElse(InputValue.ObjectValue.EMPTY);
        NodeSettings settings = settings(reader);
        NodeDefinition node =
                switch (type) {
                    case TRIGGER -> trigger(id, parsedInputs, settings, reader);
                    case COMPONENT ->
                        new NodeDefinition.Component(
                                id, parsedInputs, settings, component(reader, true), taskName(reader));
                    case HTTP -> http(id, parsedInputs, settings, reader);
                    case JOIN -> join(id, parsedInputs, settings, reader);
                    case LOOP -> loop(id, parsedInputs, settings, reader, body);
                    case WORKFLOW -> subWorkflow(id, parsedInputs, settings, reader);
                };
        reader.refuseOthers();
        return node;
    }

    private static NodeSettings settings(ObjectReader reader) {
        return new NodeSettings(
                reader.wholeNumber("timeout_ms", 1, DefinitionLimits.TIMEOUT_MS),
                reader.smallNumber("max_retry_attempts", 0, DefinitionLimits.RETRIES),
                reader.choice(reader.member("retry_backoff"), Backoff.class),
                reader.wholeNumber("retry_initial_delay_ms", 0, DefinitionLimits.DELAY_MS),
                reader.flag("fail_workflow", true));
    }

    private NodeDefinition trigger(
            NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, ObjectReader reader) {
        String type =
                reader.choice(reader.member("trigger_type"), TRIGGER_TYPES).orElse("manual");
        TriggerSource source =
                switch (type) {
                    case "poll" -> poll(reader);
                    case "webhook" ->
                        new TriggerSource.Webhook(reader.choice(reader.member("method"), HOOK_METHODS)
                                .orElse("POST"));
                    default -> new TriggerSource.Manual();
                };
        Optional<NodeDefinition.TriggerComponent> component = Optional.empty();
        if (reader.at().member("name").isPresent()
                || reader.at().member("trigger_name").isPresent()
                || reader.at().member("version").isPresent()) {
            ComponentReference reference = component(reader, true);
            String name = reader.text(reader.required("trigger_name"), DefinitionLimits.NAME)
                    .orElse("?");
            component = Optional.of(new NodeDefinition.TriggerComponent(reference, name));
        } else {
            List.of("name", "version", "trigger_name").forEach(reader::member);
        }
        return new NodeDefinition.Trigger(id, inputs, settings, source, component);
    }

    private TriggerSource poll(ObjectReader reader) {
        Optional<Cursor> interval = reader.member("interval_ms");
        Optional<Cursor> cron = reader.member("cron");
        Optional<ZoneId> zone = zone(reader);
        if (interval.isPresent() == cron.isPresent()) {
            problems.error(
                    reader.at(),
                    interval.isPresent() ? "conflicting_keys" : "missing_key",
                    "a poll trigger needs either 'interval_ms' or 'cron'");
        } else if (interval.isPresent() && reader.at().member("time_zone").isPresent()) {
            problems.error(
                    reader.at().member("time_zone").get(), "conflicting_keys", "'time_zone' goes with 'cron' only");
        }
        if (cron.isEmpty()) {
            return new TriggerSource.Interval(Duration.ofMillis(
                    reader.wholeNumber("interval_ms", DefinitionLimits.LEAST_INTERVAL_MS, DefinitionLimits.INTERVAL_MS)
                            .orElse(DefinitionLimits.INTERVAL_MS)));
        }
        String expression = reader.text(cron, DefinitionLimits.NAME).orElse("");
        if (!expression.isEmpty()) {
            CronExpressions.wrong(expression)
                    .ifPresent(why -> problems.error(
                            cron.get(),
                            "invalid_cron",
                            "'" + expression + "' is not a cron expression of five fields (minute, hour, day of month,"
                                    + " month, day of week): " + why));
        }
        return new TriggerSource.Cron(expression, zone.orElse(ZoneOffset.UTC));
    }

    private Optional<ZoneId> zone(ObjectReader reader) {
        Optional<Cursor> member = reader.member("time_zone");
        return reader.text(member, DefinitionLimits.NAME).flatMap(name -> {
            try {
                return Optional.of(ZoneId.of(name));
            } catch (DateTimeException e) {
                problems.error(
                        member.orElseThrow(),
                        "invalid_time_zone",
                        "'" + name + "' is not a time zone such as Europe/Berlin or UTC");
                return Optional.empty();
            }
        });
    }

    private ComponentReference component(ObjectReader reader, boolean required) {
        Optional<Cursor> nameMember = required ? reader.required("name") : reader.member("name");
        String name = reader.text(nameMember, DefinitionLimits.NAME).orElse("?");
        if (!name.equals("?") && !ComponentManifest.isName(name)) {
            problems.error(
                    nameMember.orElseThrow(),
                    "invalid_component_name",
                    "'" + name + "' is not a component's name; it is written org/name, in lower case");
        }
        Optional<Cursor> versionMember = reader.member("version");
        Optional<String> version = reader.text(versionMember, DefinitionLimits.NAME);
        if (version.isPresent() && !VersionRange.isWellFormed(version.get())) {
            problems.error(
                    versionMember.orElseThrow(),
                    "invalid_version",
                    "'" + version.get()
                            + "' is neither a version nor a version range such as 1.2.3, ^1.2 or >=1.0 <3.0");
            version = Optional.empty();
        }
        return new ComponentReference(name, version);
    }

    private String taskName(ObjectReader reader) {
        return reader.text(reader.required("task_name"), DefinitionLimits.NAME).orElse("?");
    }

    private NodeDefinition http(NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, ObjectReader reader) {
        return new NodeDefinition.Http(
                id,
                inputs,
                settings,
                reader.choice(reader.member("method"), METHODS).orElse("GET"),
                url(reader),
                named(reader, "headers"),
                named(reader, "query"),
                reader.member("body").map(this.inputs::value),
                reader.member("auth").flatMap(this::auth));
    }

    private InputValue url(ObjectReader reader) {
        Optional<Cursor> member = reader.required("url");
        if (reader.text(member, 10_000).isEmpty()) {
            return NOTHING;
        }
        InputValue url = inputs.value(member.orElseThrow());
        if (url instanceof InputValue.Literal literal
                && literal.value() != JsonValue.NULL
                && !JsonValues.text(literal.value()).matches("(?i)https?://[^\\s/].*")) {
            problems.error(
                    member.orElseThrow(),
                    "invalid_url",
                    "a URL starts with http:// or https:// and a host, or is a path");
        }
        return url;
    }

    private Map<String, InputValue> named(ObjectReader reader, String key) {
        Optional<Cursor> member = reader.member(key);
        Map<String, InputValue> values = new LinkedHashMap<>();
        if (member.isPresent()) {
            inputs.object(member.get()).members().forEach((name, value) -> {
                if (value instanceof InputValue.ObjectValue || isObject(value)) {
                    ObjectReader.wrongType(
                            problems, member.get().member(name).orElseThrow(), "text, a number, true or false");
                }
                if (key.equals("headers") && !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")) {
                    problems.errorAtName(
                            member.get().member(name).orElseThrow(),
                            "invalid_header",
                            "'" + ObjectReader.shortened(name) + "' cannot be the name of a header");
                }
                values.put(name, value);
            });
        }
        return values;
    }

    private static boolean isObject(InputValue value) {
        return value instanceof InputValue.Literal literal
                && (literal.value().getValueType() == JsonValue.ValueType.OBJECT || literal.value() == JsonValue.NULL);
    }

    private Optional<NodeDefinition.HttpAuth> auth(Cursor at) {
        if (!(at.value() instanceof LocatedValue.ObjectNode)) {
            ObjectReader.wrongType(problems, at, "an object");
            return Optional.empty();
        }
        ObjectReader reader = new ObjectReader(at, problems, "'auth'");
        Optional<String> type = reader.choice(reader.required("type"), AUTH_TYPES);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        NodeDefinition.HttpAuth auth =
                switch (type.get()) {
                    case "basic" ->
                        new NodeDefinition.HttpAuth.Basic(secret(reader, "username"), secret(reader, "password"));
                    case "bearer" -> new NodeDefinition.HttpAuth.Bearer(secret(reader, "token"));
                    default ->
                        new NodeDefinition.HttpAuth.Header(
                                reader.text(reader.required("name"), DefinitionLimits.NAME)
                                        .orElse("?"),
                                secret(reader, "value"));
                };
        reader.refuseOthers();
        return Optional.of(auth);
    }

    private InputValue secret(ObjectReader reader, String name) {
        Optional<Cursor> member = reader.required(name);
        return reader.text(member, 10_000).isPresent() ? inputs.value(member.orElseThrow()) : NOTHING;
    }

    private NodeDefinition join(NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, ObjectReader reader) {
        JoinStrategy strategy = reader.choice(reader.member("join_strategy"), JoinStrategy.class)
                .orElse(JoinStrategy.ALL);
        OptionalInt count = reader.smallNumber("count", 1, DefinitionLimits.NODES);
        boolean counted = strategy == JoinStrategy.N_OF_M;
        if (counted && reader.at().member("count").isEmpty()) {
            problems.error(reader.at(), "missing_key", "a join with 'n_of_m' needs 'count'");
        } else if (!counted && reader.at().member("count").isPresent()) {
            problems.error(
                    reader.at().member("count").get(),
                    "conflicting_keys",
                    "'count' goes with join_strategy n_of_m only");
        }
        Optional<NodeDefinition.JoinComponent> component = Optional.empty();
        if (List.of("name", "version", "task_name").stream()
                .anyMatch(key -> reader.at().member(key).isPresent())) {
            component = Optional.of(new NodeDefinition.JoinComponent(component(reader, true), taskName(reader)));
        } else {
            List.of("name", "version", "task_name").forEach(reader::member);
        }
        return new NodeDefinition.Join(
                id, inputs, settings, strategy, counted ? count : OptionalInt.empty(), component);
    }

    private NodeDefinition loop(
            NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, ObjectReader reader, BodyParser body) {
        boolean parallel = reader.choice(reader.member("execution_mode"), List.of("sequential", "parallel"))
                .orElse("sequential")
                .equals("parallel");
        OptionalInt concurrency = reader.smallNumber("concurrency", 1, DefinitionLimits.CONCURRENCY);
        if (!parallel && concurrency.orElse(1) > 1) {
            problems.error(
                    reader.at().member("concurrency").orElseThrow(),
                    "conflicting_keys",
                    "'concurrency' goes with execution_mode parallel only");
        }
        return new NodeDefinition.Loop(
                id,
                inputs,
                settings,
                items(reader),
                parallel,
                parallel ? concurrency.orElse(DefinitionLimits.DEFAULT_CONCURRENCY) : 1,
                reader.choice(reader.member("failure_mode"), LoopFailureMode.class)
                        .orElse(LoopFailureMode.STOP_AND_FAIL),
                body.parse(reader));
    }

    private NodeDefinition subWorkflow(
            NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, ObjectReader reader) {
        Optional<Cursor> member = reader.required("workflow_id");
        String name = reader.text(member, 1000).orElse("unknown");
        if (!WorkflowId.isWellFormed(name)) {
            problems.error(
                    member.orElseThrow(),
                    "invalid_workflow_id",
                    "'" + ObjectReader.shortened(name) + "' is not a workflow id");
            name = "unknown";
        }
        OptionalInt version = reader.smallNumber("workflow_version", 1, Integer.MAX_VALUE);
        return new NodeDefinition.SubWorkflow(id, inputs, settings, new WorkflowId(name), version);
    }

    private InputValue items(ObjectReader reader) {
        Optional<Cursor> member = reader.required("items");
        if (member.isEmpty()) {
            return NOTHING;
        }
        InputValue items = inputs.value(member.get());
        boolean scalar = items instanceof InputValue.Templated
                || (items instanceof InputValue.Literal && member.get().value() instanceof LocatedValue.ScalarNode);
        if (scalar) {
            problems.error(
                    member.get(),
                    "wrong_type",
                    "'items' must be a path to an array or object, such as $.fetch.output.body.users");
        }
        return items;
    }
}
