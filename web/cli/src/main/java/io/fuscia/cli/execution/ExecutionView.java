package io.fuscia.cli.execution;

import io.fuscia.cli.output.Printer;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;

/** An execution as the API shows it. */
final class ExecutionView {
    private static final Set<String> FINAL =
            Set.of("succeeded", "completed_with_errors", "failed", "cancelled", "timed_out");

    /** Characters; longer outputs are printed member by member. */
    private static final int LONGEST_LINE = 100;

    /** Of one output. */
    private static final int MOST_LINES = 500;

    private final JsonObject execution;

    ExecutionView(JsonObject execution) {
        this.execution = execution;
    }

    JsonObject document() {
        return execution;
    }

    String id() {
        return execution.getString("execution_id");
    }

    String status() {
        return execution.getString("status");
    }

    /** Whether nothing more will happen to it. */
    boolean isFinal() {
        return FINAL.contains(status());
    }

    /** Whether a loop of the outermost graph is under way. */
    boolean isInLoop() {
        return execution.getJsonArray("tasks").getValuesAs(JsonObject.class).stream()
                .anyMatch(task -> "loop".equals(task.getString("type", ""))
                        && "running".equals(task.getString("status"))
                        && !task.containsKey("iteration"));
    }

    boolean succeeded() {
        return "succeeded".equals(status()) || "completed_with_errors".equals(status());
    }

    /** Prints the execution and every task with its output. */
    void print(Printer printer) {
        if (!printer.isTable()) {
            printer.value(execution);
            return;
        }
        printer.line("execution " + id() + "  workflow " + execution.getString("workflow_id") + " version "
                + execution.getInt("workflow_version"));
        if (execution.get("parent") instanceof JsonObject parent) {
            printer.line("  called by " + parent.getString("execution_id") + "  " + name(parent));
        }
        if (execution.containsKey("restarted_from")) {
            printer.line("  restart of " + execution.getString("restarted_from"));
        }
        for (JsonObject task : execution.getJsonArray("tasks").getValuesAs(JsonObject.class)) {
            printTask(printer, task);
        }
        if (execution.containsKey("next_task_cursor")) {
            printer.line("  … more tasks inside loops: fuscia execution show --all " + id());
        }
        printer.line(mark(status()) + " " + status() + duration(execution) + error(execution));
    }

    private static void printTask(Printer printer, JsonObject task) {
        int attempts = task.getInt("attempts", 1);
        printer.line("  " + mark(task.getString("status")) + " " + name(task) + "  " + task.getString("status")
                + duration(task) + (attempts > 1 ? "  after " + attempts + " attempts" : "") + error(task)
                + takenOver(task));
        if (task.containsKey("child_execution_id")) {
            printer.line("      execution " + task.getString("child_execution_id"));
        }
        if (attempts > 1 && task.get("attempt_history") instanceof JsonArray history) {
            history.getValuesAs(JsonObject.class)
                    .forEach(attempt -> printer.line("      attempt " + attempt.getInt("number") + "  "
                            + attempt.getString("status") + "  " + attempt.getString("started_at", "")
                            + duration(attempt) + error(attempt)));
        }
        JsonValue output = task.getOrDefault("output", JsonValue.NULL);
        if (output != JsonValue.NULL) {
            String compact = output.toString();
            List<String> lines = (compact.length() <= LONGEST_LINE ? compact : Printer.pretty(output))
                    .lines()
                    .toList();
            lines.stream().limit(MOST_LINES).forEach(line -> printer.line("      " + line));
            if (lines.size() > MOST_LINES) {
                printer.line("      … " + (lines.size() - MOST_LINES) + " more lines, with -o json");
            }
        }
    }

    private static String takenOver(JsonObject task) {
        return task.containsKey("taken_over_from") ? "  taken over from " + task.getString("taken_over_from") : "";
    }

    /** The node's id, with the iteration if it is in a loop. */
    static String name(JsonObject task) {
        String iteration = task.getString("iteration", "");
        return task.getString("node_id") + (iteration.isEmpty() ? "" : "[" + iteration + "]");
    }

    static String mark(String status) {
        return switch (status) {
            case "succeeded" -> "✔";
            case "completed_with_errors" -> "!";
            case "failed", "timed_out" -> "✘";
            case "skipped", "cancelled" -> "-";
            default -> "…";
        };
    }

    static String duration(JsonObject timed) {
        return timed.get("duration_ms") instanceof JsonNumber millis ? "  " + millis + " ms" : "";
    }

    static String error(JsonObject failed) {
        return failed.get("error") instanceof JsonObject error
                ? "  " + error.getString("code", "") + ": " + error.getString("message", "")
                : "";
    }
}
