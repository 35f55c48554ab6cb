package io.fuscia.workflow;

import java.util.Map;
import java.util.Optional;

/** What to do about each kind of finding in a workflow file, in one sentence. */
final class Help {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("ambiguous_trigger", "Leave the called workflow one manual trigger, or one trigger in all."),
            Map.entry("conflicting_keys", "Remove one of the keys that exclude each other."),
            Map.entry(
                    "constant_condition",
                    "Compare something that differs between executions, or leave the condition out; to go on after"
                            + " a failure use fail_workflow: false and a join 'any'."),
            Map.entry("cycle", "Remove one of these edges; to do something again use a loop or retries."),
            Map.entry("digest_mismatch", "Install the component again from a package that you trust."),
            Map.entry("duplicate_edge", "Remove one of them, or join their conditions with 'or'."),
            Map.entry("duplicate_node_id", "Give each node of the workflow a name of its own."),
            Map.entry("edge_into_trigger", "Remove the edge; a trigger is where an execution starts."),
            Map.entry("feature_not_supported", "Do without it, or ask for it."),
            Map.entry("invalid_component_name", "Write org/name as 'fuscia component list' shows it."),
            Map.entry("invalid_condition", "Write a comparison such as $.check.output.total > 100."),
            Map.entry("invalid_cron", "Write five fields, such as '0 6 * * 1-5' for six o'clock on working days."),
            Map.entry("invalid_header", "Use letters, digits and '-' in header names."),
            Map.entry("invalid_input", "Give what the schema asks for; 'fuscia component inspect' shows it."),
            Map.entry("invalid_node_id", "Use letters, digits, '_' and '-', starting with a letter."),
            Map.entry("invalid_path", "Write $.node.output.field[0], $.trigger.field or, in a loop, $.item."),
            Map.entry("invalid_schema", "Write a JSON Schema of draft 2020-12."),
            Map.entry("invalid_template", "Write {{ path | filter }}; '$${{' is a plain '{{'."),
            Map.entry("invalid_time_zone", "Use a name of the IANA time zone database."),
            Map.entry("invalid_url", "Write http:// or https:// and a host, a template, or a path."),
            Map.entry("invalid_version", "Write a version such as 1.2.3 or a range such as ^1.2."),
            Map.entry("invalid_workflow_id", "Use letters, digits, '_', '-' and '.', starting with a letter or digit."),
            Map.entry("join_never_fires", "Use join_strategy 'any' where branches exclude each other."),
            Map.entry("join_with_one_branch", "Add the other branches, or remove the join."),
            Map.entry("looks_like_path", "Start a path with '$.'; write '$$' for a plain '$'."),
            Map.entry("malformed_document", "Check brackets, quotes and indentation at this place."),
            Map.entry("missing_input", "Give the input, or a default in the component's schema."),
            Map.entry("missing_key", "Add the key."),
            Map.entry("missing_nodes", "Add at least a trigger and one node."),
            Map.entry("no_incoming_edge", "Add an edge from the node that has to end before."),
            Map.entry("no_loop", "Move the node into a loop, or read something else."),
            Map.entry("no_matching_version", "Install a version that fits, or widen the range."),
            Map.entry("no_trigger", "Add a node of type trigger and an edge from it."),
            Map.entry("node_never_runs", "Correct the conditions on the way to it, or remove the node."),
            Map.entry("not_an_ancestor", "Add an edge, so that the node that is read ends before."),
            Map.entry("orphan_node", "Connect the node with an edge, or remove it."),
            Map.entry("out_of_range", "Choose a value in the range."),
            Map.entry(
                    "path_may_be_missing",
                    "Use a template with '| default(…)', put the same condition on the way to the reader, or test with"
                            + " exists()."),
            Map.entry("recursive_workflow", "Use a loop or retries to do something again."),
            Map.entry("reserved_node_id", "Choose another name."),
            Map.entry("too_deep", "Move inner parts into a workflow of their own, or flatten them."),
            Map.entry("too_many_calls", "Split the work, or start the other workflows from outside."),
            Map.entry("too_many_edges", "Split the workflow."),
            Map.entry("too_many_nodes", "Split the workflow, or use a loop."),
            Map.entry("too_many_violations", "Correct those that are listed first."),
            Map.entry("trigger_in_loop", "Move the trigger to the outermost graph."),
            Map.entry("unbounded_loop", "Give the loop or the workflow timeout_ms, or input_schema a maxItems."),
            Map.entry("unknown_component", "Install it with 'fuscia component install', or correct the name."),
            Map.entry("unknown_input", "Remove it, or correct the name."),
            Map.entry("unknown_key", "Remove the key, or correct its name."),
            Map.entry("unknown_node", "Correct the name, or add the node."),
            Map.entry("unknown_task", "Choose one of the tasks that the component exports."),
            Map.entry("unknown_trigger", "Choose one of the triggers that the component exports."),
            Map.entry("unknown_value", "Choose one of the values listed."),
            Map.entry("unknown_workflow", "Apply the called workflow first, or correct its id."),
            Map.entry("unknown_workflow_version", "Choose a version of 'workflows/{id}/versions', or leave it out."),
            Map.entry("unreachable_node", "Add an edge on the way from a trigger to it."),
            Map.entry("unsafe_pattern", "Use a pattern without back references and look-around."),
            Map.entry("unused_output", "Read it further down; if the node is there for its effect, all is well."),
            Map.entry("wrong_trigger_type", "Use the trigger type that the component's trigger is made for."),
            Map.entry("wrong_type", "Give a value of the type that is asked for."));

    private Help() {}

    /** The sentence for a code; empty for codes that it does not know. */
    static Optional<String> of(String code) {
        return Optional.ofNullable(TEXTS.get(code));
    }
}
