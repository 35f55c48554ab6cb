package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fuscia.artifact.Digest;
import io.fuscia.component.ComponentManifest;
import io.fuscia.component.ManifestReader;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.document.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One case per sentence that the resolver can say. */
class WorkflowResolverTest {
    private static final String SCHEMA = """
        {"type": "object", "required": ["text"], "additionalProperties": false,
         "properties": {"text": {"type": "string", "maxLength": 5}, "count": {"type": "integer", "minimum": 1},
                        "mode": {"$ref": "#/$defs/mode"}, "size": {"type": "integer", "default": 3}},
         "$defs": {"mode": {"enum": ["fast", "slow"]}}}
        """;

    private final TestCatalog catalog = new TestCatalog()
            .task("acme/work", "1.0.0", "{\"type\": \"object\"}")
            .task("acme/strict", "1.0.0", SCHEMA)
            .task("acme/strict", "1.4.2", SCHEMA)
            .task("acme/strict", "2.0.0-rc.1", SCHEMA)
            .add("""
                {"name": "acme/hooks", "version": "1.0.0", "triggers": [
                  {"name": "received", "trigger_type": "webhook", "method": "PUT"},
                  {"name": "tick", "trigger_type": "poll", "interval_ms": 1000}]}
                """);

    private Resolution resolve(String nodesAndEdges) {
        String text = "workflow_id: w\nname: W\n" + nodesAndEdges;
        return new WorkflowResolver(catalog, new JsonSchemas())
                .resolve(new DefinitionParser().parse(text, DocumentFormat.YAML));
    }

    private AbstractListAssert<?, List<? extends Violation>, Violation, ObjectAssert<Violation>> errors(
            String nodesAndEdges) {
        Resolution resolution = resolve(nodesAndEdges);
        assertThat(resolution.workflow()).isEmpty();
        return assertThat(resolution.violations()).allSatisfy(violation -> {
            assertThat(violation.line()).isPositive();
            assertThat(violation.column()).isPositive();
            assertThat(violation.code()).matches("[a-z_]+");
        });
    }

    private void assertOne(String nodesAndEdges, String code, String pointer, String message) {
        errors(nodesAndEdges).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(code);
            assertThat(violation.pointer()).isEqualTo(pointer);
            assertThat(violation.message()).contains(message);
        });
    }

    private static String work(String... ids) {
        StringBuilder nodes = new StringBuilder("nodes:\n  - {node_id: start, type: trigger}\n");
        for (String id : ids) {
            nodes.append("  - {node_id: %s, type: component, name: acme/work, task_name: run}\n".formatted(id));
        }
        return nodes.toString();
    }

    private static String strict(String inputs) {
        return """
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: a, type: component, name: acme/strict, task_name: run, inputs: %s}
            edges: [[start, a]]
            """.formatted(inputs);
    }

    @Test
    void namesACycleAsAPath() {
        assertOne(
                work("a", "b", "c") + "edges: [[start, a], [a, b], [b, c], [c, a]]",
                "cycle",
                "/edges/3",
                "there is a cycle: a → b → c → a");
    }

    @Test
    void namesEveryCycleOnce() {
        errors(work("a", "b", "c", "d") + "edges: [[start, a], [a, b], [b, a], [start, c], [c, d], [d, c], [b, c]]")
                .extracting(Violation::message)
                .containsExactlyInAnyOrder("there is a cycle: a → b → a", "there is a cycle: c → d → c");
    }

    @Test
    void namesACycleOfOne() {
        assertOne(work("a") + "edges: [[start, a], [a, a]]", "cycle", "/edges/1", "there is a cycle: a → a");
    }

    @Test
    void rejectsEdgeToUnknownNode() {
        assertOne(
                work("check") + "edges: [[start, check], [check, chek]]",
                "unknown_node",
                "/edges/1/1",
                "there is no node 'chek'; did you mean 'check'?");
    }

    @Test
    void anUnknownNodeDoesNotMakeItsNeighboursOrphans() {
        errors(work("a") + "edges: [[ghost, a]]").extracting(Violation::code).containsExactly("unknown_node");
    }

    @Test
    void rejectsDuplicateEdgeAndDuplicateNode() {
        assertOne(
                work("a") + "edges: [[start, a], {from: start, to: a}]",
                "duplicate_edge",
                "/edges/1",
                "already an edge from 'start' to 'a'");
        assertOne(
                work("a", "a") + "edges: [[start, a]]", "duplicate_node_id", "/nodes/2/node_id", "already a node 'a'");
    }

    @Test
    void rejectsOrphan() {
        assertOne(
                work("a", "b") + "edges: [[start, a]]", "orphan_node", "/nodes/2", "'b' is not connected to anything");
    }

    @Test
    void rejectsNodeWithoutIncomingEdgeAndWhatHangsOnIt() {
        errors(work("a", "b", "c") + "edges: [[start, a], [b, c]]")
                .extracting(Violation::code, Violation::pointer)
                .containsExactly(tuple("no_incoming_edge", "/nodes/2"), tuple("unreachable_node", "/nodes/3"));
    }

    @Test
    void rejectsWorkflowWithoutTrigger() {
        errors("nodes: [{node_id: a, type: component, name: acme/work, task_name: run}]")
                .extracting(Violation::code)
                .contains("no_trigger");
    }

    @Test
    void rejectsEdgeIntoTrigger() {
        errors(work("a") + "  - {node_id: second, type: trigger}\nedges: [[start, a], [a, second]]")
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo("edge_into_trigger");
                    assertThat(violation.pointer()).isEqualTo("/edges/1");
                    assertThat(violation.message()).contains("'second' cannot have an incoming edge (from 'a')");
                });
    }

    @Test
    void rejectsJoinWithOneBranch() {
        assertOne(
                work("a") + "  - {node_id: j, type: join}\nedges: [[start, a], [a, j]]",
                "join_with_one_branch",
                "/nodes/2",
                "'j' has only one incoming edge");
    }

    @Test
    void rejectsPathsToNodesThatAreNotAncestors() {
        String nodes = work("a", "b")
                + "  - {node_id: c, type: component, name: acme/work, task_name: run, inputs: {x: %s}}\n"
                + "edges: [[start, a], [start, b], [a, c]]";

        assertOne(
                nodes.formatted("$.b.output"),
                "not_an_ancestor",
                "/nodes/3/inputs/x",
                "node 'c' reads $.b.output, but 'b' does not run before it");
        assertOne(nodes.formatted("$.c.output"), "not_an_ancestor", "/nodes/3/inputs/x", "which is the node itself");
        assertOne(
                nodes.formatted("'{{ $.aa.output | upper }}'"),
                "unknown_node",
                "/nodes/3/inputs/x",
                "there is no node 'aa'; did you mean 'a'?");
        assertOne(
                nodes.formatted("[1, {deep: $.b.output}]"),
                "not_an_ancestor",
                "/nodes/3/inputs/x/1/deep",
                "'b' does not");
        assertOne(nodes.formatted("$.item.x"), "no_loop", "/nodes/3/inputs/x", "no loop around it");
        assertThat(resolve(nodes.formatted("$.a.output")).workflow()).isPresent();
        assertThat(resolve(nodes.formatted("$.start.output")).workflow()).isPresent();
        assertThat(resolve(nodes.formatted("$.trigger.anything")).workflow()).isPresent();
    }

    @Test
    void checksPathsOfConditionsAndRequests() {
        errors("""
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: a, type: component, name: acme/work, task_name: run}
              - node_id: call
                type: http
                url: $.b.output.url
                headers: {X: "{{ $.b.output.x }}"}
                query: {q: $.b.output.q}
                body: {v: $.b.output.v}
                auth: {type: bearer, token: $.b.output.token}
              - {node_id: b, type: component, name: acme/work, task_name: run}
            edges:
              - [start, a]
              - {from: a, to: b, when: "$.b.output.x > 1 and $.a.output.y = 2"}
              - [a, call]
            """)
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/nodes/2/url",
                        "/nodes/2/headers/X",
                        "/nodes/2/query/q",
                        "/nodes/2/body/v",
                        "/nodes/2/auth/token",
                        "/edges/1/when");
    }

    @Test
    void rejectsMissingComponentWithASuggestion() {
        assertOne(
                work("a").replace("acme/work", "acme/wrok") + "edges: [[start, a]]",
                "unknown_component",
                "/nodes/1/name",
                "'acme/wrok' is not installed; did you mean 'acme/work'?");
    }

    @Test
    void rejectsVersionRangeThatNothingInstalledSatisfies() {
        assertOne(
                work("a").replace("acme/work", "acme/strict, version: ^3") + "edges: [[start, a]]",
                "no_matching_version",
                "/nodes/1/version",
                "no installed version of 'acme/strict' satisfies '^3'; installed: 2.0.0-rc.1, 1.4.2, 1.0.0");
    }

    @Test
    void rejectsMissingTask() {
        assertOne(
                work("a").replace("task_name: run", "task_name: rum") + "edges: [[start, a]]",
                "unknown_task",
                "/nodes/1/task_name",
                "acme/work@1.0.0 has no task 'rum'; did you mean 'run'?; it has run");
    }

    @Test
    void rejectsMissingTriggerAndTriggerOfAnotherKind() {
        String node = "nodes: [{node_id: start, type: trigger, trigger_type: %s, name: acme/hooks, trigger_name: %s}]";

        assertOne(
                node.formatted("webhook", "receive"),
                "unknown_trigger",
                "/nodes/0/trigger_name",
                "has no trigger 'receive'; did you mean 'received'?");
        assertOne(node.formatted("manual", "received"), "wrong_trigger_type", "/nodes/0/trigger_type", "say 'webhook'");
        assertOne(
                node.formatted("webhook, method: POST", "received"),
                "wrong_trigger_type",
                "/nodes/0/method",
                "takes PUT requests, not POST");
        assertOne(node.formatted("manual", "tick"), "wrong_trigger_type", "/nodes/0/trigger_type", "say 'poll'");
        assertThat(resolve(node.formatted("webhook, method: PUT", "received")).workflow())
                .isPresent();
    }

    @Test
    void rejectsDigestMismatch() {
        ComponentManifest manifest = new ManifestReader().read("""
            {"name": "acme/changed", "version": "1.0.0", "tasks": [{"name": "run"}],
             "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
            """.getBytes(StandardCharsets.UTF_8));
        catalog.add(manifest, Digest.of("other bytes"));

        assertOne(
                work("a").replace("acme/work", "acme/changed") + "edges: [[start, a]]",
                "digest_mismatch",
                "/nodes/1/name",
                "its manifest says sha256:0000");
    }

    @Test
    void rejectsInputsThatBreakTheSchema() {
        assertOne(strict("{}"), "missing_input", "/nodes/1/inputs", "the input 'text' is required");
        assertOne(strict("{text: abc, counts: 1}"), "unknown_input", "/nodes/1/inputs/counts", "did you mean 'count'?");
        assertOne(strict("{text: abcdef}"), "invalid_input", "/nodes/1/inputs/text", "\"abcdef\"");
        assertOne(strict("{text: 5}"), "invalid_input", "/nodes/1/inputs/text", "it is 5");
        assertOne(strict("{text: abc, count: 0}"), "invalid_input", "/nodes/1/inputs/count", "it is 0");
        assertOne(strict("{text: abc, mode: medium}"), "invalid_input", "/nodes/1/inputs/mode", "\"medium\"");
    }

    @Test
    void checksWhatIsKnownBesideWhatIsNot() {
        assertOne(strict("{text: $.trigger.text, count: 0}"), "invalid_input", "/nodes/1/inputs/count", "it is 0");
        assertOne(strict("{text: $.trigger.text, mode: medium}"), "invalid_input", "/nodes/1/inputs/mode", "medium");
        assertThat(resolve(strict("{text: $.trigger.text, count: '{{ $.trigger.n }}', mode: fast}"))
                        .workflow())
                .isPresent();
    }

    @Test
    void pinsTheNewestThatSatisfies() {
        Resolution newest =
                resolve(strict("{text: a}").replace("name: acme/strict", "name: acme/strict, version: ^1.0"));

        LockedComponent pinned = newest.orThrow().components().get(NodePath.of(new NodeId("a")));
        assertThat(pinned.version()).isEqualTo("1.4.2");
        assertThat(pinned.export()).isEqualTo("run");
        assertThat(pinned.inputSchema()).isPresent();
    }

    @Test
    void saysWhatIsNotSupportedYet() {
        Resolution resolution = resolve("""
            nodes:
              - {node_id: start, type: trigger, trigger_type: poll, interval_ms: 1000}
              - {node_id: a, type: component, name: acme/work, task_name: run}
            edges: [[start, a]]
            """);

        assertThat(resolution.violations())
                .extracting(Violation::code, Violation::pointer)
                .containsExactly(tuple("feature_not_supported", "/nodes/0"));
        assertThatThrownBy(resolution::orThrow).isInstanceOfSatisfying(FusciaException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED));
    }

    private List<String> inLoops(String body) {
        return resolve("""
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: before, type: component, name: acme/work, task_name: run}
              - {node_id: beside, type: component, name: acme/work, task_name: run}
              - node_id: outer
                type: loop
                items: $.before.output
                nodes:
                  - {node_id: first, type: component, name: acme/work, task_name: run, inputs: {i: $.item}}
                  - node_id: inner
                    type: loop
                    items: $.first.output
                    nodes:
            %s
                edges: [[first, inner]]
              - {node_id: after, type: component, name: acme/work, task_name: run}
            edges: [[start, before], [start, beside], [before, outer], [outer, after]]
            """.formatted(body.indent(12))).violations().stream()
                .filter(violation -> violation.severity() == Violation.Severity.ERROR)
                .map(violation -> violation.code() + " " + violation.pointer() + " " + violation.message())
                .toList();
    }

    @Test
    void checksPathsLexicallyInNestedLoops() {
        String node = "- {node_id: x, type: component, name: acme/work, task_name: run, inputs: {v: %s}}";
        String pointer = "/nodes/3/nodes/1/nodes/0/inputs/v ";

        for (String visible : List.of("$.item", "$.index", "$.first.output", "$.before.output", "$.trigger.x")) {
            assertThat(inLoops(node.formatted(visible))).as(visible).isEmpty();
        }
        assertThat(inLoops(node.formatted("$.beside.output")))
                .singleElement()
                .asString()
                .startsWith("not_an_ancestor " + pointer)
                .contains("does not run before the loop 'outer'");
        assertThat(inLoops(node.formatted("$.after.output")))
                .singleElement()
                .asString()
                .contains("not_an_ancestor");
        assertThat(inLoops(node.formatted("$.outer.output")))
                .singleElement()
                .asString()
                .contains("runs inside 'outer', which has not ended");
        assertThat(inLoops(node.formatted("$.nowhere.output")))
                .singleElement()
                .asString()
                .contains("unknown_node");
    }

    @Test
    void rejectsTriggersInLoopsHiddenNamesAndPathsIntoLoops() {
        assertThat(inLoops("- {node_id: x, type: trigger}"))
                .singleElement()
                .asString()
                .contains("trigger_in_loop");
        assertThat(inLoops("- {node_id: before, type: component, name: acme/work, task_name: run}"))
                .singleElement()
                .asString()
                .contains("would hide");
        errors("""
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: each, type: loop, items: $.trigger, nodes: [{node_id: x, type: join}]}
              - {node_id: a, type: component, name: acme/work, task_name: run, inputs: {v: $.x.output}}
            edges: [[start, each], [each, a]]
            """)
                .extracting(Violation::message)
                .anyMatch(message -> message.contains("'x' is inside the loop 'each'; read $.each.output instead"));
    }

    @Test
    void reportsWhatParserAndResolverFindTogetherInTheOrderOfTheText() {
        errors("""
            colour: red
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: a, type: component, name: acme/nothing, task_name: run, inputs: {x: $.ghost.output}}
              - {node_id: b, type: component, name: acme/work, task_name: run, timeout_ms: -1}
              - {node_id: c, type: compnent}
              - {node_id: d, type: component, name: acme/work, task_name: run}
            edges: [[start, a], [start, b], [b, c], [c, b], [a, phantom]]
            """)
                .extracting(Violation::code)
                .containsExactly(
                        "unknown_key",
                        "unknown_component",
                        "unknown_node",
                        "out_of_range",
                        "unknown_value",
                        "orphan_node",
                        "cycle",
                        "unknown_node");
    }

    @Test
    @Timeout(120)
    void locksTenThousandNodes() {
        StringBuilder nodes = new StringBuilder("nodes:\n  - {node_id: n0, type: trigger}\n");
        StringBuilder edges = new StringBuilder("edges:\n");
        for (int i = 1; i < 10_000; i++) {
            nodes.append(
                    "  - {node_id: n%d, type: component, name: acme/work, task_name: run, inputs: {v: $.n%d.output}}\n"
                            .formatted(i, i - 1));
            edges.append("  - [n%d, n%d]\n".formatted(i - 1, i));
        }
        assertThat(resolve(nodes.append(edges).toString()).workflow()).isPresent();
    }

    /** Random graphs with random edges: the resolver finds a cycle exactly if there is no topological order. */
    @Test
    void findsCyclesInRandomGraphs() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(8);
            StringBuilder edges = new StringBuilder("edges: [[start, n0]");
            for (int i = random.nextInt(14); i > 0; i--) {
                edges.append(", [n%d, n%d]".formatted(random.nextInt(count), random.nextInt(count)));
            }
            StringBuilder nodes = new StringBuilder("nodes: [{node_id: start, type: trigger}");
            for (int i = 0; i < count; i++) {
                nodes.append(", {node_id: n%d, type: component, name: acme/work, task_name: run}".formatted(i));
            }
            String text = "workflow_id: w\nname: W\n" + nodes + "]\n" + edges + "]\n";
            ParsedDefinition parsed = new DefinitionParser().parse(text, DocumentFormat.YAML);
            boolean cyclic = false;
            try {
                parsed.draft().orElseThrow().graph().topologicalOrder();
            } catch (IllegalStateException e) {
                cyclic = true;
            }
            assertThat(new WorkflowResolver(catalog, new JsonSchemas())
                            .resolve(parsed).violations().stream()
                                    .anyMatch(violation -> violation.code().equals("cycle")))
                    .as("seed %d: %s", seed, edges)
                    .isEqualTo(cyclic);
        }
    }
}
