package io.fuscia.offline;

import io.fuscia.execution.Iteration;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node in an expect file: {@code fetch}, {@code each_user/send_mail} for all iterations of a loop, or
 * {@code each_user/send_mail[3]} for one; loops in loops have their indices outermost first, {@code [3/14]}. Nodes of a
 * workflow that is called have its id before them, {@code approval:decision}.
 *
 * @param workflow the called workflow; empty for the one under test
 * @param iteration empty for all
 */
record TaskName(Optional<WorkflowId> workflow, NodePath node, Optional<Iteration> iteration) {
    private static final Pattern FORM =
            Pattern.compile("(?:([^\\[\\]:]+):)?([^\\[\\]:]+)(?:\\[([0-9]{1,9}(?:/[0-9]{1,9})*)])?");

    TaskName {
        Objects.requireNonNull(workflow, "workflow");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(iteration, "iteration");
    }

    /** Reads the written form. @throws IllegalArgumentException if it is something else */
    static TaskName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "write a node as fetch, loop/fetch, loop/fetch[0] or called-workflow:fetch, not '" + text + "'");
        }
        return new TaskName(
                Optional.ofNullable(form.group(1)).map(WorkflowId::new),
                NodePath.parse(form.group(2)),
                Optional.ofNullable(form.group(3)).map(Iteration::parse));
    }

    /**
     * The task of an id {@code execution/node/index}, in which node and index have slashes of their own: an index has a
     * number for each loop, and 0 where there is none.
     *
     * @param workflow whose, if it was called
     */
    static TaskName ofTask(Optional<WorkflowId> workflow, String taskId) {
        List<String> parts = Arrays.asList(taskId.split("/", -1));
        int size = parts.size() - 1;
        int ids = size == 2 ? 1 : (size + 1) / 2;
        return new TaskName(
                workflow,
                NodePath.parse(String.join("/", parts.subList(1, 1 + ids))),
                Optional.of(
                        ids == 1
                                ? Iteration.NONE
                                : Iteration.parse(String.join("/", parts.subList(1 + ids, parts.size())))));
    }

    /** Whether it names this task. Without an index it names none of a loop's own iterations, only the loop. */
    boolean names(Optional<WorkflowId> called, NodePath path, Iteration at) {
        return workflow.equals(called)
                && node.equals(path)
                && iteration
                        .map(at::equals)
                        .orElse(at.indices().size() < path.ids().size());
    }

    /** Whether it names all that the other names. */
    boolean includes(TaskName other) {
        return equals(other)
                || other.iteration()
                        .filter(at -> names(other.workflow(), other.node(), at))
                        .isPresent();
    }

    @Override
    public String toString() {
        return workflow.map(id -> id + ":").orElse("")
                + node
                + iteration.map(at -> "[" + at + "]").orElse("");
    }
}
