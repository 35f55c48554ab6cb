package io.fuscia.it.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.SystemTest;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@SystemTest
class ComponentsIT {
    @Test
    void installsOnceListsAndInspects(Api api) {
        Api.Answer first = Packages.installExample(api, "csv");
        Api.Answer again = Packages.installExample(api, "csv");

        assertThat(first.status()).as(first.toString()).isIn(200, 201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.object().getString("digest")).isEqualTo(first.object().getString("digest"));
        assertThat(api.get("/components/fuscia/csv").object().getJsonArray("tasks"))
                .hasSize(2);
        assertThat(api.get("/components/fuscia/csv/1.0.0").status()).isEqualTo(200);
        assertThat(api.get("/components").object().getJsonArray("items").getValuesAs(JsonObject.class))
                .anySatisfy(item -> assertThat(item.getString("name")).isEqualTo("fuscia/csv"));
    }

    @Test
    void unknownComponentIsNotFound(Api api) {
        Api.Answer answer = api.get("/components/nobody/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.object().getString("code")).isEqualTo("component-not-found");
    }

    @Test
    void refusesBytesThatAreNotWebAssembly(Api api) {
        byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
        assertRefused(
                api, Packages.pack(Packages.manifest("test/text", "1.0.0", text, "run"), text), "not-a-component");
    }

    @Test
    void refusesACoreModule(Api api) {
        byte[] module = Packages.guest("core-module");
        Api.Answer answer = assertRefused(
                api, Packages.pack(Packages.manifest("test/core", "1.0.0", module, "run"), module), "not-a-component");
        assertThat(answer.object().getString("detail")).contains("core module");
    }

    @Test
    void refusesADamagedComponent(Api api) {
        byte[] whole = Packages.guest("c-task");
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertRefused(
                api, Packages.pack(Packages.manifest("test/half", "1.0.0", half, "run"), half), "malformed-component");
    }

    @Test
    void refusesAnotherDigestThanTheManifestSays(Api api) {
        byte[] component = Packages.guest("c-task");
        JsonObject manifest = Packages.manifest("test/digest", "1.0.0", Packages.guest("noop-task"), "run");
        Api.Answer answer = assertRefused(api, Packages.pack(manifest, component), "digest-mismatch");
        assertThat(answer.object().getString("detail")).contains("sha256:");
    }

    @Test
    void refusesAComponentWithoutTheTaskItDeclares(Api api) {
        byte[] component = Packages.guest("no-task");
        assertRefused(
                api,
                Packages.pack(Packages.manifest("test/no-task", "1.0.0", component, "run"), component),
                "invalid-manifest");
    }

    @Test
    void refusesWhatIsNoPackage(Api api) {
        assertRefused(api, "not a zip".getBytes(StandardCharsets.UTF_8), "invalid-package");
    }

    @Test
    void refusesAnotherContentUnderAnInstalledVersion(Api api) {
        byte[] one = Packages.guest("noop-task");
        byte[] other = Packages.guest("c-task");
        api.post(
                "/components",
                "application/zip",
                Packages.pack(Packages.manifest("test/twice", "1.0.0", one, "run"), one));
        Api.Answer answer = api.post(
                "/components",
                "application/zip",
                Packages.pack(Packages.manifest("test/twice", "1.0.0", other, "run"), other));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.object().getString("code")).isEqualTo("component-version-exists");
    }

    @Test
    void removesOnlyWhatNoWorkflowRefersTo(Api api) {
        byte[] component = Packages.guest("noop-task");
        api.post(
                "/components",
                "application/zip",
                Packages.pack(Packages.manifest("test/referred", "1.0.0", component, "run"), component));
        new Workflow("refers")
                .guest("work", "referred", Json.createObjectBuilder())
                .edge("start", "work")
                .applyTo(api);

        Api.Answer refused = api.delete("/components/test/referred/1.0.0");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.object().getString("code")).isEqualTo("component-in-use");

        assertThat(api.delete("/workflows/refers").status()).isEqualTo(204);
        assertThat(api.delete("/components/test/referred/1.0.0").status()).isEqualTo(204);
        assertThat(api.get("/components/test/referred/1.0.0").status()).isEqualTo(404);
    }

    private static Api.Answer assertRefused(Api api, byte[] content, String code) {
        Api.Answer answer = api.post("/components", "application/zip", content);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.object().getString("code")).isEqualTo(code);
        return answer;
    }
}
