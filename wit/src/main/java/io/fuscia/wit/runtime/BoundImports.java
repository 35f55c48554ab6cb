package io.fuscia.wit.runtime;

import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.linking.CompatibleName;
import io.fuscia.wit.linking.FlatComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A component's imports looked up in what a host offers: done once for many instances.
 *
 * @param source the offer
 * @param functions one per hosted function of the component
 * @param resources one per resource type of the component, null for a guest's
 */
record BoundImports(HostImports source, List<HostFunction> functions, List<HostResource<?>> resources) {

    /**
     * @throws UnlinkableComponentException naming everything that is missing
     */
    static BoundImports bind(FlatComponent component, HostImports imports) {
        Map<CompatibleName, List<HostImports.HostInstance>> tracks = new HashMap<>();
        imports.instances().forEach((name, instance) -> tracks.computeIfAbsent(
                        CompatibleName.of(name), ignored -> new ArrayList<>())
                .add(instance));
        Lookup lookup = new Lookup(imports, tracks);
        List<String> missing = new ArrayList<>();
        HostFunction[] functions = new HostFunction[component.hosted().size()];
        for (int i = 0; i < functions.length; i++) {
            FlatComponent.HostedFunction wanted = component.hosted().get(i);
            functions[i] = lookup.function(wanted.instance(), wanted.name());
            if (functions[i] == null) {
                missing.add("function " + wanted);
            }
        }
        HostResource<?>[] resources = new HostResource<?>[component.resources().size()];
        for (int i = 0; i < resources.length; i++) {
            if (component.resources().get(i) instanceof FlatComponent.Resource.Hosted wanted) {
                resources[i] = lookup.resource(wanted.instance(), wanted.name());
                if (resources[i] == null) {
                    missing.add(
                            "resource " + (wanted.instance() == null ? "" : wanted.instance() + "#") + wanted.name());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new UnlinkableComponentException("the host does not offer " + String.join(", ", missing));
        }
        return new BoundImports(imports, List.of(functions), Collections.unmodifiableList(Arrays.asList(resources)));
    }

    private record Lookup(HostImports imports, Map<CompatibleName, List<HostImports.HostInstance>> tracks) {
        HostFunction function(String instance, String name) {
            if (instance == null) {
                return imports.functions().get(name);
            }
            HostImports.HostInstance exact = imports.instances().get(instance);
            if (exact != null && exact.functions().containsKey(name)) {
                return exact.functions().get(name);
            }
            for (HostImports.HostInstance compatible : compatible(instance)) {
                if (compatible.functions().containsKey(name)) {
                    return compatible.functions().get(name);
                }
            }
            return null;
        }

        HostResource<?> resource(String instance, String name) {
            if (instance == null) {
                return null;
            }
            HostImports.HostInstance exact = imports.instances().get(instance);
            if (exact != null && exact.resources().containsKey(name)) {
                return exact.resources().get(name);
            }
            for (HostImports.HostInstance compatible : compatible(instance)) {
                if (compatible.resources().containsKey(name)) {
                    return compatible.resources().get(name);
                }
            }
            return null;
        }

        private List<HostImports.HostInstance> compatible(String instance) {
            return tracks.getOrDefault(CompatibleName.of(instance), List.of());
        }
    }
}
