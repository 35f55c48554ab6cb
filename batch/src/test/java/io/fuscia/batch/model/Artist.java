package io.fuscia.batch.model;

import io.fuscia.batch.model.Drawing.Line;
import io.fuscia.batch.model.Drawing.Node;
import io.fuscia.batch.model.Drawing.Outside;
import io.fuscia.batch.model.Drawing.Sheet;
import io.fuscia.batch.model.Drawing.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws workflows by chance: every kind of node, join, loop and setting, in shapes that people do and do not draw. */
final class Artist {
    /** What every execution is started with. */
    static final String PAYLOAD = """
            {"n": 5, "bad": 7, "none": [], "two": [1, 2], "five": [1, 2, 3, 4, 5], "keys": {"x": 1, "y": 2},
             "rows": [[1, 2], [], [3]], "empty": {}}
            """;

    private static final int DEEPEST = 2;
    private final Random random;
    private int names;

    Artist(long seed) {
        this.random = new Random(seed);
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    Drawing draw() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (oneIn(6)) {
            settings.put("timeout_ms", String.valueOf(200 + random.nextInt(12_000)));
        }
        if (oneIn(3)) {
            settings.put("max_retry_attempts", any("1", "2"));
            settings.put("retry_jitter", any("0", "0.5", "1"));
            settings.put("retry_max_delay_ms", any("2000", "5000"));
        }
        Sheet sheet = sheet(2 + random.nextInt(9), 0, List.of());
        return new Drawing(settings, sheet, outside());
    }

    private List<Outside> outside() {
        List<Outside> all = new ArrayList<>();
        if (oneIn(4)) {
            long pause = 1L + random.nextInt(6_000);
            all.add(new Outside(pause, What.PAUSE));
            all.add(new Outside(pause + 1 + random.nextInt(4_000), What.RESUME));
        }
        if (oneIn(4)) {
            all.add(new Outside(1 + random.nextInt(12_000), What.CANCEL));
        }
        all.sort(java.util.Comparator.comparingLong(Outside::after));
        return all;
    }

    /** @param around nodes outside that paths may name */
    private Sheet sheet(int size, int depth, List<String> around) {
        List<Node> nodes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        if (depth == 0) {
            nodes.add(new Node(
                    "start",
                    new LinkedHashMap<>(Map.of("type", "\"trigger\"", "trigger_type", "\"manual\"")),
                    Map.of(),
                    null));
            if (oneIn(8)) {
                nodes.add(new Node(
                        "hook",
                        new LinkedHashMap<>(Map.of("type", "\"trigger\"", "trigger_type", "\"webhook\"")),
                        Map.of(),
                        null));
            }
        }
        while (nodes.size() < size) {
            add(nodes, lines, depth, around);
        }
        return new Sheet(nodes, lines);
    }

    private void add(List<Node> nodes, List<Line> lines, int depth, List<String> around) {
        String id = "n" + names++;
        boolean root = depth > 0 && (nodes.isEmpty() || oneIn(4));
        int kind = random.nextInt(10);
        int window = Math.min(nodes.size(), 2 + random.nextInt(6));
        List<Node> before = new ArrayList<>(nodes.subList(nodes.size() - window, nodes.size()));
        java.util.Collections.shuffle(before, random);
        if (root) {
            before.clear();
        } else if (kind < 3 && before.size() > 1) {
            before = before.subList(0, 2 + random.nextInt(Math.min(3, before.size() - 1)));
        } else {
            before = before.subList(0, 1 + random.nextInt(oneIn(3) ? Math.min(3, before.size()) : 1));
        }
        Node node;
        if (kind < 3 && before.size() > 1) {
            node = join(id, before.size());
        } else if (kind < 5 && depth < DEEPEST) {
            node = loop(id, depth, before, around);
        } else {
            node = component(id, depth, before, around);
        }
        nodes.add(node);
        for (Node from : before) {
            lines.add(new Line(from.id(), id, oneIn(5) ? condition(from, depth) : null));
        }
    }

    private String condition(Node from, int depth) {
        String left = isComponent(from) && !oneIn(4)
                ? "$." + from.id() + ".output.n"
                : depth > 0 && oneIn(2) ? "$.index" : "$.trigger.n";
        return left + any(" > ", " <= ") + random.nextInt(left.equals("$.index") ? 4 : 9);
    }

    /** Also a join with a component. */
    private static boolean isComponent(Node node) {
        return node.fields().containsKey("task_name");
    }

    private Map<String, String> fields(String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", "\"" + type + "\"");
        if (oneIn(2)) {
            fields.put("fail_workflow", "false");
        }
        return fields;
    }

    private Node join(String id, int branches) {
        Map<String, String> fields = fields("join");
        String strategy = any("all", "any", "first", "n_of_m");
        fields.put("join_strategy", "\"" + strategy + "\"");
        if (strategy.equals("n_of_m")) {
            fields.put("count", String.valueOf(1 + random.nextInt(branches)));
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        if (oneIn(3)) {
            task(fields);
            if (oneIn(2)) {
                inputs.put("payload", "$.trigger.n");
            }
        }
        return new Node(id, fields, inputs, null);
    }

    private void task(Map<String, String> fields) {
        fields.put("name", "\"test/task\"");
        fields.put("task_name", "\"run\"");
        if (oneIn(2)) {
            fields.put("max_retry_attempts", any("0", "1", "3"));
            fields.put("retry_backoff", any("\"constant\"", "\"linear\"", "\"exponential\""));
            fields.put("retry_initial_delay_ms", any("3", "170", "940", "1501", "3700"));
        }
    }

    private Node component(String id, int depth, List<Node> before, List<String> around) {
        Map<String, String> fields = fields("component");
        task(fields);
        Map<String, String> inputs = new LinkedHashMap<>();
        if (oneIn(3)) {
            inputs.put("payload", "$.trigger.n");
        }
        if (depth > 0 && oneIn(2)) {
            inputs.put("item", "$.item");
            inputs.put("index", "$.index");
        }
        if (!around.isEmpty() && oneIn(3)) {
            inputs.put("outer", "$." + around.get(random.nextInt(around.size())) + ".output.n");
        }
        if (!before.isEmpty() && isComponent(before.get(0)) && oneIn(2)) {
            inputs.put("up", "$." + before.get(0).id() + ".output.n");
        }
        return new Node(id, fields, inputs, null);
    }

    private Node loop(String id, int depth, List<Node> before, List<String> around) {
        Map<String, String> fields = fields("loop");
        String items = depth > 0 && oneIn(2)
                ? "$.item"
                : "$.trigger."
                        + any("none", "two", "two", "five", "five", "keys", "rows", "empty", oneIn(3) ? "bad" : "two");
        fields.put("items", "\"" + items + "\"");
        if (oneIn(2)) {
            fields.put("execution_mode", "\"parallel\"");
            fields.put("concurrency", any("1", "2", "3", "10"));
        }
        if (oneIn(2)) {
            fields.put(
                    "failure_mode", any("\"continue\"", "\"continue\"", "\"stop_with_errors\"", "\"stop_and_fail\""));
        }
        if (oneIn(6)) {
            fields.put("timeout_ms", String.valueOf(100 + random.nextInt(8_000)));
        }
        List<String> seen = new ArrayList<>(around);
        before.stream().filter(Artist::isComponent).map(Node::id).forEach(seen::add);
        return new Node(id, fields, Map.of(), sheet(1 + random.nextInt(depth == 0 ? 5 : 3), depth + 1, seen));
    }
}
