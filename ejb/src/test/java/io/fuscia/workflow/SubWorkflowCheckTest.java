package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.Violation;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.TestDatabase;
import io.fuscia.workflow.document.DocumentFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubWorkflowCheckTest {
    private final TestDatabase database = new TestDatabase();
    private final JsonSchemas schemas = new JsonSchemas();
    private final Workflows workflows = new Workflows(
            database,
            new DefinitionParser(),
            new WorkflowResolver(TestCatalog.ofExamples(), schemas),
            new LockedWorkflowReader(schemas),
            workflow -> "<job/>",
            Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC));

    @AfterEach
    void close() {
        database.close();
    }

    private static String leaf(String id, String extra) {
        return """
            workflow_id: %s
            name: %s
            nodes:
              - {node_id: start, type: trigger}
              - {node_id: work, type: component, name: fuscia/noop, task_name: noop}
            edges: [[start, work]]
            %s
            """.formatted(id, id, extra);
    }

    private static String calling(String id, String... called) {
        StringBuilder yaml = new StringBuilder(
                "workflow_id: " + id + "\nname: " + id + "\nnodes:\n" + "  - {node_id: start, type: trigger}\n");
        StringBuilder edges = new StringBuilder("edges:\n");
        for (int i = 0; i < called.length; i++) {
            yaml.append("  - {node_id: c")
                    .append(i)
                    .append(", type: workflow, workflow_id: ")
                    .append(called[i])
                    .append("}\n");
            edges.append("  - [start, c").append(i).append("]\n");
        }
        return yaml.append(edges).toString();
    }

    private Workflows.Applied apply(String yaml) {
        return workflows.apply(yaml, DocumentFormat.YAML);
    }

    private List<String> refused(String yaml) {
        return workflows.validate(yaml, DocumentFormat.YAML).violations().stream()
                .filter(violation -> violation.severity() == Violation.Severity.ERROR)
                .map(violation -> violation.code() + " " + violation.pointer() + " " + violation.line())
                .toList();
    }

    @Test
    void locksACallToTheNewestVersionAndReadsItBack() {
        apply(leaf("child", ""));
        WorkflowVersion second = apply(leaf("child", "description: second")).version();

        WorkflowVersion parent = apply(calling("parent", "child")).version();

        LockedSubWorkflow locked =
                parent.workflow().subWorkflows().values().iterator().next();
        assertThat(locked.version()).isEqualTo(2);
        assertThat(locked.digest()).isEqualTo(second.workflow().digest());
        assertThat(locked.trigger()).hasToString("start");
        assertThat(new LockedWorkflowReader(schemas)
                        .read(
                                LockedWorkflowWriter.write(parent.workflow()),
                                parent.workflow().digest()))
                .isEqualTo(parent.workflow());
    }

    @Test
    void locksACallToTheVersionAskedFor() {
        apply(leaf("child", ""));
        apply(leaf("child", "description: second"));

        WorkflowVersion parent =
                apply(calling("parent", "child, workflow_version: 1")).version();

        assertThat(parent.workflow().subWorkflows().values().iterator().next().version())
                .isEqualTo(1);
        assertThat(refused(calling("parent", "child, workflow_version: 3")))
                .containsExactly("unknown_workflow_version /nodes/1/workflow_version 5");
    }

    @Test
    void refusesWhatIsNotStored() {
        assertThat(refused(calling("parent", "child"))).containsExactly("unknown_workflow /nodes/1/workflow_id 5");
    }

    @Test
    void refusesWorkflowsThatLeadBackToThemselves() {
        apply(leaf("a", ""));
        apply(calling("b", "a"));
        apply(calling("c", "b"));

        assertThat(refused(calling("a", "a"))).containsExactly("recursive_workflow /nodes/1/workflow_id 5");
        assertThat(refused(calling("a", "c"))).containsExactly("recursive_workflow /nodes/1/workflow_id 5");
    }

    @Test
    void refusesCallsThatNestTooDeep() {
        apply(leaf("w0", ""));
        for (int i = 1; i <= DefinitionLimits.CALL_DEPTH; i++) {
            apply(calling("w" + i, "w" + (i - 1)));
        }

        assertThat(refused(calling("deep", "w" + DefinitionLimits.CALL_DEPTH)))
                .containsExactly("too_deep /nodes/1/workflow_id 5");
    }

    @Test
    void refusesStartsThatWouldStartTooMany() {
        apply(leaf("w0", ""));
        String[] ten = new String[10];
        for (int i = 1; i <= 3; i++) {
            java.util.Arrays.fill(ten, "w" + (i - 1));
            apply(calling("w" + i, ten));
        }
        java.util.Arrays.fill(ten, "w3");

        assertThat(refused(calling("many", ten))).contains("too_many_calls /nodes/10/workflow_id 14");
    }

    @Test
    void holdsInputsAgainstTheSchemaOfTheCalledWorkflow() {
        apply(leaf("child", "input_schema: {type: object, required: [x], properties: {x: {type: integer}}}"));

        assertThat(refused(calling("parent", "child"))).containsExactly("missing_input /nodes/1/inputs 5");
        assertThat(refused(calling("parent", "child, inputs: {x: text}")))
                .containsExactly("invalid_input /nodes/1/inputs/x 5");
        assertThat(refused(calling("parent", "child, inputs: {x: $.trigger.x}")))
                .isEmpty();
    }

    @Test
    void refusesAWorkflowWithoutAClearTrigger() {
        apply("""
            workflow_id: child
            name: child
            nodes:
              - {node_id: one, type: trigger}
              - {node_id: two, type: trigger}
              - {node_id: work, type: component, name: fuscia/noop, task_name: noop}
            edges: [[one, work], [two, work]]
            """);

        assertThat(refused(calling("parent", "child"))).containsExactly("ambiguous_trigger /nodes/1/workflow_id 5");
    }

    @Test
    void aDeletedWorkflowServesItsCallersButGetsNoNewOnes() {
        apply(leaf("child", ""));
        WorkflowVersion parent = apply(calling("parent", "child")).version();

        workflows.delete(new WorkflowId("child"));

        LockedSubWorkflow locked =
                parent.workflow().subWorkflows().values().iterator().next();
        assertThat(workflows
                        .version(locked.id(), OptionalInt.of(locked.version()))
                        .workflow()
                        .digest())
                .isEqualTo(locked.digest());
        assertThat(refused(calling("other", "child"))).containsExactly("unknown_workflow /nodes/1/workflow_id 5");
    }

    @Test
    void aStoredVersionKeepsItsWarnings() {
        String yaml = leaf("warned", "").replace("[[start, work]]", "[{from: start, to: work, when: \"1 < 2\"}]");

        Workflows.Applied applied = apply(yaml);

        assertThat(applied.warnings()).extracting(Violation::code).containsExactly("constant_condition");
        WorkflowVersion found = workflows.version(new WorkflowId("warned"), OptionalInt.empty());
        assertThat(found.warnings()).isEqualTo(applied.warnings());
        assertThat(found.warnings().get(0).line()).isPositive();
        assertThat(found.warnings().get(0).help()).isPresent();
    }
}
