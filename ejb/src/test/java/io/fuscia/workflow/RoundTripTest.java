package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.artifact.Digest;
import io.fuscia.input.ConditionParser;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.input.TemplateParser;
import io.fuscia.workflow.NodeDefinition.ComponentReference;
import io.fuscia.workflow.NodeDefinition.HttpAuth;
import io.fuscia.workflow.NodeDefinition.TriggerSource;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random definitions of every shape survive being written and read, alone and locked. The seed is in the message. */
class RoundTripTest {
    private static final int DEFINITIONS = 1_000;

    @Test
    void definitionsAreEqualAfterWritingAndReading() {
        for (long seed = 0; seed < DEFINITIONS; seed++) {
            WorkflowDefinition definition = new Definitions(seed).definition();
            String written = DefinitionWriter.write(definition).toString();

            ParsedDefinition read = new DefinitionParser().parse(written, DocumentFormat.JSON);

            assertThat(read.violations()).as("seed %d: %s", seed, written).isEmpty();
            assertThat(read.orThrow()).as("seed %d: %s", seed, written).isEqualTo(definition);
        }
    }

    @Test
    void jsonIsYamlSoBothReadersAgree() {
        for (long seed = 0; seed < 200; seed++) {
            String written =
                    DefinitionWriter.write(new Definitions(seed).definition()).toString();

            assertThat(new DefinitionParser()
                            .parse(written, DocumentFormat.YAML)
                            .orThrow())
                    .as("seed %d: %s", seed, written)
                    .isEqualTo(new DefinitionParser()
                            .parse(written, DocumentFormat.JSON)
                            .orThrow());
        }
    }

    @Test
    void lockedWorkflowsAreEqualAfterWritingAndReading() {
        LockedWorkflowReader reader = new LockedWorkflowReader(new JsonSchemas());
        for (long seed = 0; seed < 300; seed++) {
            Definitions random = new Definitions(seed);
            WorkflowDefinition definition = random.definition();
            LockedWorkflow locked = LockedWorkflowWriter.lock(definition, random.components(definition.graph()));
            String stored = LockedWorkflowWriter.write(locked);

            assertThat(reader.read(stored, locked.digest())).as("seed %d", seed).isEqualTo(locked);
            assertThat(Digest.of(stored)).isEqualTo(locked.digest());
        }
    }

    /** Makes definitions out of a seed. */
    private static final class Definitions {
        private static final List<String> TEXTS = List.of(
                "plain",
                "",
                "$",
                "$$",
                "$.not.a.path",
                "{{ not a template }}",
                "$${{",
                "ü – \uD83D\uDE00",
                "a\nb\t\"c\"",
                "$5",
                "no",
                "null",
                "5",
                "# x",
                ": ",
                "- ");

        private final Random random;
        private int ids;

        private Definitions(long seed) {
            this.random = new Random(seed);
        }

        private WorkflowDefinition definition() {
            return new WorkflowDefinition(
                    new WorkflowId("w." + random.nextInt(100)),
                    "Name " + random.nextInt(),
                    maybe(() -> "Description: \"quoted\" # " + random.nextInt()),
                    maybeLong(),
                    retry(),
                    maybe(() -> JsonValues.parse("{\"type\": \"object\", \"properties\": {\"a\": {\"minimum\": 1.50}}}")
                            .orElseThrow()
                            .asJsonObject()),
                    graph(0));
        }

        private RetryPolicy retry() {
            long initial = random.nextInt(100_000);
            return random.nextBoolean()
                    ? RetryPolicy.NONE
                    : new RetryPolicy(
                            random.nextInt(5),
                            one(Backoff.values()),
                            initial,
                            initial + random.nextInt(100_000),
                            random.nextInt(101) / 100.0);
        }

        private Graph graph(int depth) {
            List<NodeDefinition> nodes = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                nodes.add(node(new NodeId("n" + ids++), depth));
            }
            List<Edge> edges = new ArrayList<>();
            for (int from = 0; from < nodes.size(); from++) {
                for (int to = from + 1; to < nodes.size(); to++) {
                    if (random.nextInt(3) == 0) {
                        edges.add(new Edge(
                                nodes.get(from).id(),
                                nodes.get(to).id(),
                                maybe(() ->
                                        ConditionParser.parse("$.trigger.a >= 1 and not exists($.n0.output['x y'])"))));
                    }
                }
            }
            return new Graph(nodes, edges);
        }

        private NodeDefinition node(NodeId id, int depth) {
            InputValue.ObjectValue inputs = object(0);
            NodeSettings settings = settings();
            return switch (random.nextInt(depth < 3 ? 5 : 4)) {
                case 0 ->
                    new NodeDefinition.Trigger(
                            id,
                            inputs,
                            settings,
                            source(),
                            maybe(() -> new NodeDefinition.TriggerComponent(reference(), "fired")));
                case 1 -> new NodeDefinition.Component(id, inputs, settings, reference(), "run");
                case 2 -> http(id, inputs, settings);
                case 3 -> join(id, inputs, settings);
                default -> loop(id, inputs, settings, depth);
            };
        }

        private NodeDefinition join(NodeId id, InputValue.ObjectValue inputs, NodeSettings settings) {
            JoinStrategy strategy = one(JoinStrategy.values());
            return new NodeDefinition.Join(
                    id,
                    inputs,
                    settings,
                    strategy,
                    strategy == JoinStrategy.N_OF_M ? OptionalInt.of(2) : OptionalInt.empty(),
                    maybe(() -> new NodeDefinition.JoinComponent(reference(), "merge")));
        }

        private NodeDefinition loop(NodeId id, InputValue.ObjectValue inputs, NodeSettings settings, int depth) {
            boolean parallel = random.nextBoolean();
            return new NodeDefinition.Loop(
                    id,
                    inputs,
                    settings,
                    TemplateParser.parse("$.trigger.items[" + random.nextInt(9) + "]"),
                    parallel,
                    parallel ? 1 + random.nextInt(20) : 1,
                    one(LoopFailureMode.values()),
                    graph(depth + 1));
        }

        private NodeDefinition http(NodeId id, InputValue.ObjectValue inputs, NodeSettings settings) {
            return new NodeDefinition.Http(
                    id,
                    inputs,
                    settings,
                    random.nextBoolean() ? "GET" : "POST",
                    TemplateParser.parse("https://example.org/{{ $.trigger.x | urlencode }}"),
                    random.nextBoolean() ? Map.of() : Map.of("X-A", text(), "X-B", TemplateParser.parse("$.trigger.h")),
                    random.nextBoolean() ? Map.of() : Map.of("q q", text()),
                    maybe(() -> value(0)),
                    maybe(() -> random.nextBoolean()
                            ? new HttpAuth.Bearer(TemplateParser.parse("$.trigger.token"))
                            : new HttpAuth.Basic(
                                    TemplateParser.parse("me"), TemplateParser.parse("{{ $.trigger.p }}!"))));
        }

        private TriggerSource source() {
            return switch (random.nextInt(4)) {
                case 0 -> new TriggerSource.Interval(Duration.ofMillis(500 + random.nextInt(100_000)));
                case 1 -> new TriggerSource.Cron("*/5 * * * 1-5", ZoneId.of("Europe/Berlin"));
                case 2 -> new TriggerSource.Webhook("PUT");
                default -> new TriggerSource.Manual();
            };
        }

        private ComponentReference reference() {
            return new ComponentReference("acme/work", maybe(() -> "^1." + random.nextInt(9)));
        }

        private NodeSettings settings() {
            return new NodeSettings(
                    maybeLong(),
                    random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(5)),
                    maybe(() -> one(Backoff.values())),
                    maybeLong(),
                    random.nextBoolean());
        }

        private InputValue value(int depth) {
            return switch (random.nextInt(depth > 2 ? 5 : 7)) {
                case 0 -> text();
                case 1 -> TemplateParser.parse("$.trigger.a['b c'][" + random.nextInt(3) + "]");
                case 2 -> TemplateParser.parse("$$5: {{ $.trigger.x | default('y') | upper }} $${{ \u00e4");
                case 3 ->
                    new InputValue.Literal(
                            JsonValues.number(new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(5))));
                case 4 ->
                    new InputValue.Literal(List.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL)
                            .get(random.nextInt(3)));
                case 5 -> collapsed(object(depth + 1));
                default -> array(depth);
            };
        }

        private InputValue array(int depth) {
            List<InputValue> elements = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                elements.add(value(depth + 1));
            }
            return elements.stream().allMatch(InputValue.Literal.class::isInstance)
                    ? new InputValue.Literal(JsonValues.array(elements.stream()
                            .map(element -> ((InputValue.Literal) element).value())
                            .toList()))
                    : new InputValue.ArrayValue(elements);
        }

        /** As the parser does: without an expression inside, an object is one literal. */
        private static InputValue collapsed(InputValue.ObjectValue object) {
            if (!object.members().values().stream().allMatch(InputValue.Literal.class::isInstance)) {
                return object;
            }
            Map<String, JsonValue> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, ((InputValue.Literal) member).value()));
            return new InputValue.Literal(JsonValues.object(members));
        }

        private InputValue.ObjectValue object(int depth) {
            Map<String, InputValue> members = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                members.put(List.of("a", "b/c~d", "ü", "$.x", "{{ y }}").get(random.nextInt(5)), value(depth));
            }
            return new InputValue.ObjectValue(members);
        }

        private <T> T one(T[] all) {
            return List.of(all).get(random.nextInt(all.length));
        }

        private InputValue text() {
            return new InputValue.Literal(JsonValues.string(TEXTS.get(random.nextInt(TEXTS.size()))));
        }

        private <T> Optional<T> maybe(Supplier<T> value) {
            return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
        }

        private OptionalLong maybeLong() {
            return random.nextBoolean() ? OptionalLong.of(1 + random.nextInt(1_000_000)) : OptionalLong.empty();
        }

        private Map<NodePath, LockedComponent> components(Graph graph) {
            Map<NodePath, LockedComponent> components = new HashMap<>();
            JsonObject schema = JsonValues.parse("{\"type\": \"object\", \"required\": [\"b\", \"a\"]}")
                    .orElseThrow()
                    .asJsonObject();
            for (NodeDefinition node : graph.nodes()) {
                NodePath path = NodePath.of(node.id());
                LockedComponent component = new LockedComponent(
                        "acme/work", "1.0." + random.nextInt(9), Digest.of("x"), "run", maybe(() -> schema));
                components.put(random.nextBoolean() ? path : path.child(new NodeId("inner")), component);
            }
            return components;
        }
    }
}
