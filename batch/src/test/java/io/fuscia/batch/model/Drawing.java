package io.fuscia.batch.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A workflow as data that can be drawn by chance, written as a file, and made smaller piece by piece. */
record Drawing(Map<String, String> settings, Sheet graph, List<Outside> outside) {
    /** What somebody does to the execution at a time after its start. */
    record Outside(long after, What what) {}

    enum What {
        CANCEL,
        PAUSE,
        RESUME
    }

    /** Nodes and edges. */
    record Sheet(List<Node> nodes, List<Line> lines) {
        Sheet without(Node node) {
            List<Node> fewer = new ArrayList<>(nodes);
            fewer.remove(node);
            return new Sheet(
                    fewer,
                    lines.stream()
                            .filter(line -> !line.from.equals(node.id) && !line.to.equals(node.id))
                            .toList());
        }

        /** Without it and what only it led to. */
        Sheet withoutBranch(Node node) {
            Sheet fewer = without(node);
            List<Node> ends = lines.stream()
                    .filter(line -> line.from.equals(node.id))
                    .flatMap(line -> fewer.nodes.stream().filter(end -> end.id.equals(line.to)))
                    .distinct()
                    .toList();
            Sheet left = fewer;
            for (Node end : ends) {
                if (left.nodes.contains(end) && left.lines.stream().noneMatch(line -> line.to.equals(end.id))) {
                    left = left.withoutBranch(end);
                }
            }
            return left;
        }

        /** Without it, what led to it leading to what it led to. */
        Sheet bypass(Node node) {
            List<Line> joined = new ArrayList<>(without(node).lines);
            for (Line in : lines) {
                for (Line out : lines) {
                    boolean through = in.to.equals(node.id) && out.from.equals(node.id);
                    boolean known =
                            joined.stream().anyMatch(line -> line.from.equals(in.from) && line.to.equals(out.to));
                    if (through && !known) {
                        joined.add(new Line(in.from, out.to, null));
                    }
                }
            }
            return new Sheet(without(node).nodes, joined);
        }

        Sheet with(Node old, Node changed) {
            return new Sheet(
                    nodes.stream()
                            .map(node -> node.equals(old) ? changed : node)
                            .toList(),
                    lines);
        }

        String json() {
            return "\"nodes\": [" + nodes.stream().map(Node::json).collect(Collectors.joining(",\n"))
                    + "], \"edges\": [" + lines.stream().map(Line::json).collect(Collectors.joining(", ")) + "]";
        }
    }

    /**
     * A node.
     *
     * @param fields as the file has them, values as JSON
     * @param body null unless it is a loop
     */
    record Node(String id, Map<String, String> fields, Map<String, String> inputs, Sheet body) {
        /** The simplest that does something. */
        static Node task(String id) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("type", "\"component\"");
            fields.put("name", "\"test/task\"");
            fields.put("task_name", "\"run\"");
            return new Node(id, fields, Map.of(), null);
        }

        Node without(String field) {
            Map<String, String> fewer = new LinkedHashMap<>(fields);
            fewer.remove(field);
            return new Node(id, fewer, inputs, body);
        }

        Node withoutInput(String input) {
            Map<String, String> fewer = new LinkedHashMap<>(inputs);
            fewer.remove(input);
            return new Node(id, fields, fewer, body);
        }

        Node with(String field, String value) {
            Map<String, String> changed = new LinkedHashMap<>(fields);
            changed.put(field, value);
            return new Node(id, changed, inputs, body);
        }

        Node with(Sheet smaller) {
            return new Node(id, fields, inputs, smaller);
        }

        private String json() {
            String members = fields.entrySet().stream()
                    .map(field -> ", \"" + field.getKey() + "\": " + field.getValue())
                    .collect(Collectors.joining());
            String given = inputs.isEmpty()
                    ? ""
                    : inputs.entrySet().stream()
                            .map(input -> "\"" + input.getKey() + "\": \"" + input.getValue() + "\"")
                            .collect(Collectors.joining(", ", ", \"inputs\": {", "}"));
            return "{\"node_id\": \"" + id + "\"" + members + given + (body == null ? "" : ", " + body.json()) + "}";
        }
    }

    /** @param when null for none */
    record Line(String from, String to, String when) {
        private String json() {
            return "{\"from\": \"" + from + "\", \"to\": \"" + to + "\""
                    + (when == null ? "" : ", \"when\": \"" + when + "\"") + "}";
        }
    }

    String json() {
        String members = settings.entrySet().stream()
                .map(setting -> "\"" + setting.getKey() + "\": " + setting.getValue() + ", ")
                .collect(Collectors.joining());
        return "{\"workflow_id\": \"drawn\", \"name\": \"drawn\", " + members + graph.json() + "}";
    }

    /** The same with one thing less, for every thing that it can do without. */
    List<Drawing> smaller() {
        List<Drawing> all = new ArrayList<>();
        for (Sheet sheet : smaller(graph, true)) {
            all.add(new Drawing(settings, sheet, outside));
        }
        for (String setting : settings.keySet()) {
            Map<String, String> fewer = new LinkedHashMap<>(settings);
            fewer.remove(setting);
            all.add(new Drawing(fewer, graph, outside));
        }
        if (!outside.isEmpty()) {
            all.add(new Drawing(settings, graph, List.of()));
        }
        return all;
    }

    private static List<Sheet> smaller(Sheet sheet, boolean outermost) {
        List<Sheet> all = new ArrayList<>();
        for (Node node : sheet.nodes) {
            if (sheet.nodes.size() > 1 && !(outermost && node.equals(sheet.nodes.get(0)))) {
                all.add(sheet.withoutBranch(node));
                all.add(sheet.bypass(node));
                all.add(sheet.without(node));
            }
        }
        for (Line line : sheet.lines) {
            List<Line> fewer = new ArrayList<>(sheet.lines);
            fewer.remove(line);
            all.add(new Sheet(sheet.nodes, fewer));
            if (line.when != null) {
                List<Line> open = new ArrayList<>(fewer);
                open.add(new Line(line.from, line.to, null));
                all.add(new Sheet(sheet.nodes, open));
            }
        }
        for (Node node : sheet.nodes) {
            if (node.body != null) {
                all.add(sheet.with(node, Node.task(node.id)));
                smaller(node.body, false).forEach(body -> all.add(sheet.with(node, node.with(body))));
            }
            simpler(node).forEach(changed -> all.add(sheet.with(node, changed)));
        }
        // A candidate that is empty takes away nothing that can be run.
        return all.stream().filter(fewer -> !fewer.nodes.isEmpty()).toList();
    }

    private static List<Node> simpler(Node node) {
        List<Node> all = new ArrayList<>();
        for (String field : List.of(
                "max_retry_attempts",
                "retry_backoff",
                "retry_initial_delay_ms",
                "fail_workflow",
                "timeout_ms",
                "failure_mode")) {
            if (node.fields.containsKey(field)) {
                all.add(node.without(field));
            }
        }
        if (node.fields.containsKey("concurrency")) {
            all.add(node.without("execution_mode").without("concurrency"));
        }
        int count = Integer.parseInt(node.fields.getOrDefault("count", "0"));
        if (count > 1) {
            all.add(node.with("count", String.valueOf(count - 1)));
        }
        if (node.fields.containsKey("join_strategy") && node.fields.containsKey("task_name")) {
            all.add(node.without("name").without("task_name"));
        }
        if (node.fields.getOrDefault("items", "").equals("\"$.trigger.five\"")) {
            all.add(node.with("items", "\"$.trigger.two\""));
        }
        node.inputs.keySet().forEach(input -> all.add(node.withoutInput(input)));
        return all;
    }
}
