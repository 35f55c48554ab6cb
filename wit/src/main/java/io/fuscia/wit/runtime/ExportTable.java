package io.fuscia.wit.runtime;

import io.fuscia.wit.linking.CompatibleName;
import io.fuscia.wit.linking.FlatComponent;
import java.util.HashMap;
import java.util.Map;

/** Finds exported functions by instance and name, semver-compatible versions included. */
final class ExportTable {
    private final Map<String, FlatComponent.Export.Function> functions = new HashMap<>();
    private final Map<String, Map<String, FlatComponent.Export.Function>> instances = new HashMap<>();
    private final Map<CompatibleName, Map<String, FlatComponent.Export.Function>> tracks = new HashMap<>();

    private ExportTable() {}

    static ExportTable of(FlatComponent component) {
        ExportTable table = new ExportTable();
        component.exports().forEach((name, export) -> {
            if (export instanceof FlatComponent.Export.Function function) {
                table.functions.put(name, function);
            } else if (export instanceof FlatComponent.Export.Instance instance) {
                Map<String, FlatComponent.Export.Function> members = new HashMap<>();
                instance.exports().forEach((member, exported) -> {
                    if (exported instanceof FlatComponent.Export.Function function) {
                        members.put(member, function);
                    }
                });
                table.instances.put(name, members);
                table.tracks.put(CompatibleName.of(name), members);
            }
        });
        return table;
    }

    /** Returns the function, null if there is none. */
    FlatComponent.Export.Function find(String instance, String name) {
        if (instance == null) {
            return functions.get(name);
        }
        Map<String, FlatComponent.Export.Function> members = instances.get(instance);
        if (members == null) {
            members = tracks.getOrDefault(CompatibleName.of(instance), Map.of());
        }
        return members.get(name);
    }
}
