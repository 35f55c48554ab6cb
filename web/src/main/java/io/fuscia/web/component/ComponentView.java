package io.fuscia.web.component;

import io.fuscia.component.Capabilities;
import io.fuscia.component.CapabilityDifference;
import io.fuscia.component.Components;
import io.fuscia.component.InstalledComponent;
import io.fuscia.component.ManifestWriter;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Installed components as the API shows them: the manifest, and what the server knows of it. */
final class ComponentView {
    private ComponentView() {}

    static JsonObject of(InstalledComponent component) {
        return builder(component).build();
    }

    /** The answer to an installation: also what the version asks for beyond the one before it. */
    static JsonObject of(Components.Installation installation) {
        JsonObjectBuilder view = builder(installation.component());
        CapabilityDifference difference = installation.difference();
        if (!difference.isEmpty()) {
            JsonObjectBuilder changes = Json.createObjectBuilder()
                    .add("added_hosts", Json.createArrayBuilder(difference.addedHosts()))
                    .add("removed_hosts", Json.createArrayBuilder(difference.removedHosts()))
                    .add("added_paths", paths(difference.addedPaths()))
                    .add("removed_paths", paths(difference.removedPaths()));
            installation
                    .previous()
                    .ifPresent(before ->
                            changes.add("previous_version", before.manifest().version()));
            view.add("capability_changes", changes);
        }
        return view.build();
    }

    private static JsonObjectBuilder builder(InstalledComponent component) {
        return Json.createObjectBuilder(ManifestWriter.json(component.manifest()))
                .add("digest", component.digest().value())
                .add("size", component.size())
                .add("installed_at", component.installedAt().toString());
    }

    private static JsonArrayBuilder paths(List<Capabilities.AllowedPath> paths) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        paths.forEach(path ->
                array.add(Json.createObjectBuilder().add("path", path.path()).add("writable", path.writable())));
        return array;
    }
}
