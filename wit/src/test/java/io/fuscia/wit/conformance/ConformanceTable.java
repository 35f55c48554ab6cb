package io.fuscia.wit.conformance;

import io.fuscia.wit.runtime.ComponentEngine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs all reference tests and counts how their commands end, as a table for README.md. */
final class ConformanceTable {
    private ConformanceTable() {}

    /** The table's lines. */
    static List<String> of(ComponentEngine engine, ExpectedFailures failures) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| File | Commands | Passed | Refused, naming the feature | Needs a refused component | Text format |");
        lines.add("|---|---:|---:|---:|---:|---:|");
        Map<Outcome, Integer> total = new EnumMap<>(Outcome.class);
        for (String folder : Script.FOLDERS) {
            for (Script script : Script.in(folder)) {
                Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
                ScriptRunner runner = new ScriptRunner(engine);
                for (Command command : script.commands()) {
                    Outcome outcome = runner.run(command, failures.of(script, command));
                    counts.merge(outcome, 1, Integer::sum);
                    total.merge(outcome, 1, Integer::sum);
                }
                lines.add(line("`" + script.name() + "`", counts));
            }
        }
        lines.add(line("**All**", total));
        return lines;
    }

    private static String line(String name, Map<Outcome, Integer> counts) {
        if (counts.containsKey(Outcome.DIFFERS)) {
            throw new IllegalStateException(name + " has commands that differ: the table needs a column for them");
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder line = new StringBuilder("| " + name + " | " + all + " |");
        for (Outcome outcome : List.of(Outcome.PASSED, Outcome.REFUSED, Outcome.NEEDS_REFUSED, Outcome.TEXT)) {
            Integer count = counts.get(outcome);
            line.append(count == null ? " |" : " " + count + " |");
        }
        return line.toString();
    }
}
