package io.fuscia.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.host.Guests;
import io.fuscia.storage.TestDatabase;
import io.fuscia.wit.runtime.ComponentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComponentsTest {
    private static ComponentEngine engine;
    private static TestDatabase database;

    @TempDir
    Path directory;

    private Components components;
    private final List<String> users = new ArrayList<>();

    @BeforeAll
    static void start() {
        engine = new ComponentEngine();
        database = new TestDatabase();
    }

    @AfterAll
    static void stop() {
        engine.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.run(rows -> rows.createQuery("delete from ComponentVersion c").executeUpdate());
        components = new Components(
                database,
                new DataDirectory(directory),
                engine,
                List.of((name, version) -> List.copyOf(users)),
                Clock.systemUTC());
    }

    @Test
    void installsListsAndLoads() {
        byte[] wasm = Guests.guest("c-task");
        Components.Installation installed = install("1.0.0", wasm);
        assertThat(installed.created()).isTrue();
        assertThat(installed.component().digest()).isEqualTo(Digest.of(wasm));
        assertThat(installed.component().size()).isEqualTo(wasm.length);
        assertThat(components.names()).containsExactly("acme/tool");
        assertThat(components.versions("acme/tool")).hasSize(1);
        assertThat(components.load(Digest.of(wasm))).isEqualTo(wasm);
        assertThat(components.readme("acme/tool", "1.0.0")).contains("# Tool");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"csv", "echo", "json-transform", "noop", "order-summary"})
    void installsTheExamples(String example) {
        Path folder = Guests.example(example);
        Components.Installation installed = components.install(
                Guests.read(folder.resolve("manifest.json")), Guests.read(folder.resolve("component.wasm")));
        assertThat(installed.component().manifest().name()).isEqualTo("fuscia/" + example);
    }

    @Test
    void changesNothingWhenInstalledAgain() {
        install("1.0.0", Guests.guest("c-task"));
        assertThat(install("1.0.0", Guests.guest("c-task")).created()).isFalse();
        assertRefused(ErrorCode.COMPONENT_VERSION_EXISTS, () -> install("1.0.0", Guests.guest("rust-task")));
    }

    @Test
    void findsVersionsByRange() {
        for (String version : List.of("1.0.0", "1.10.0", "1.9.0", "2.0.0", "3.0.0-rc.1")) {
            install(version, Guests.guest("noop-task"));
        }
        assertThat(components.versions("acme/tool"))
                .extracting(one -> one.manifest().version())
                .containsExactly("3.0.0-rc.1", "2.0.0", "1.10.0", "1.9.0", "1.0.0");
        assertThat(found("^1.0.0")).isEqualTo("1.10.0");
        assertThat(found("~1.9")).isEqualTo("1.9.0");
        assertThat(found(">=1.0.0 <1.10.0")).isEqualTo("1.9.0");
        assertThat(found("1.0.0")).isEqualTo("1.0.0");
        assertThat(found("3.0.0-rc.1")).isEqualTo("3.0.0-rc.1");
        assertThat(found(null)).isEqualTo("2.0.0");
        assertThat(components.find("acme/tool", Optional.of("^4"))).isEmpty();
        assertThat(components.find("acme/other", Optional.empty())).isEmpty();
        assertRefused(ErrorCode.INVALID_REQUEST, () -> components.find("acme/tool", Optional.of("newest please")));
    }

    private String found(String range) {
        return components
                .find("acme/tool", Optional.ofNullable(range))
                .orElseThrow()
                .manifest()
                .version();
    }

    @Test
    void showsWhatAnUpgradeAsksFor() {
        install(manifest("1.0.0", "\"capabilities\":{\"allowed_hosts\":[\"a.test\",\"b.test\"]},"));
        Components.Installation upgrade =
                install(manifest("1.1.0", "\"capabilities\":{\"allowed_hosts\":[\"b.test\",\"c.test\"]},"));
        assertThat(upgrade.previous()).isPresent();
        assertThat(upgrade.difference().addedHosts()).containsExactly("c.test");
        assertThat(upgrade.difference().removedHosts()).containsExactly("a.test");
        assertThat(upgrade.difference().isEmpty()).isFalse();
    }

    @Test
    void removesOnlyWhatNobodyUses() {
        install("1.0.0", Guests.guest("c-task"));
        users.add("workflow orders version 3");
        FusciaException refused =
                assertRefused(ErrorCode.COMPONENT_IN_USE, () -> components.remove("acme/tool", "1.0.0"));
        assertThat(refused).hasMessageContaining("workflow orders version 3");
        users.clear();
        components.remove("acme/tool", "1.0.0");
        assertThat(components.names()).isEmpty();
        assertRefused(ErrorCode.COMPONENT_NOT_FOUND, () -> components.remove("acme/tool", "1.0.0"));
    }

    @ParameterizedTest
    @CsvSource({"core-module, NOT_A_COMPONENT", "no-task, INVALID_MANIFEST", "wrong-shape, INVALID_MANIFEST"})
    void refusesWhatIsNoComponentForTheManifest(String guest, ErrorCode code) {
        assertRefused(code, () -> install("1.0.0", Guests.guest(guest)));
        assertThat(components.names()).isEmpty();
    }

    @Test
    void saysWhichDeclaredExportIsMissing() {
        FusciaException refused =
                assertRefused(ErrorCode.INVALID_MANIFEST, () -> install("1.0.0", Guests.guest("rust-trigger")));
        assertThat(refused.violations()).extracting(Violation::code).containsExactly("missing_export");
        assertThat(refused.violations().get(0).pointer()).isEqualTo("/tasks/0/name");
    }

    @Test
    void refusesBytesThatAreDamaged() {
        byte[] wasm = Guests.guest("c-task");
        assertRefused(ErrorCode.NOT_A_COMPONENT, () -> install("1.0.0", "hello".getBytes(UTF_8)));
        assertRefused(ErrorCode.NOT_A_COMPONENT, () -> install("1.0.0", new byte[0]));
        assertRefused(ErrorCode.MALFORMED_COMPONENT, () -> install("1.0.0", Arrays.copyOf(wasm, wasm.length / 2)));
        byte[] version = wasm.clone();
        version[4] = 99;
        assertRefused(ErrorCode.MALFORMED_COMPONENT, () -> install("1.0.0", version));
    }

    @Test
    void refusesADigestThatIsNotTheWasms() {
        byte[] manifest = manifest("1.0.0", "\"digest\":\"" + Digest.of("other") + "\",");
        assertRefused(ErrorCode.DIGEST_MISMATCH, () -> components.install(manifest, Guests.guest("c-task")));
    }

    @Test
    void noticesAtLoadThatAFileWasChanged() throws IOException {
        Digest digest = install("1.0.0", Guests.guest("c-task")).component().digest();
        Path file = file(digest.hex());
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        assertRefused(ErrorCode.DIGEST_MISMATCH, () -> components.load(digest));
        Files.delete(file);
        assertRefused(ErrorCode.COMPONENT_NOT_FOUND, () -> components.load(digest));
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("components"))) {
            return all.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void packsTheSameContentToTheSameBytes() {
        ComponentPackage content = content(manifest("1.0.0", ""), Guests.guest("c-task"));
        assertThat(content.write()).isEqualTo(content.write());
        ComponentPackage again = ComponentPackage.read(content.write(), ArchiveLimits.DEFAULT);
        assertThat(again.manifest().digest()).contains(Digest.of(Guests.guest("c-task")));
        assertThat(again.assets()).containsOnlyKeys("assets/icon.svg");
    }

    @Test
    void refusesPackagesWithTooLittleOrTooMuch() {
        byte[] manifest = manifest("1.0.0", "");
        assertPackageRefused(new RawZip().add("manifest.json", manifest).build());
        assertPackageRefused(
                new RawZip().add("component.wasm", Guests.guest("c-task")).build());
        assertPackageRefused(new RawZip()
                .add("manifest.json", manifest)
                .add("component.wasm", Guests.guest("c-task"))
                .add("install.sh", new byte[0])
                .build());
    }

    private void assertPackageRefused(byte[] zip) {
        assertRefused(ErrorCode.INVALID_PACKAGE, () -> components.install(zip));
    }

    private Components.Installation install(String version, byte[] wasm) {
        return components.install(content(manifest(version, ""), wasm).write());
    }

    private Components.Installation install(byte[] manifest) {
        return components.install(content(manifest, Guests.guest("c-task")).write());
    }

    private static ComponentPackage content(byte[] manifest, byte[] wasm) {
        return new ComponentPackage(
                new ManifestReader().read(manifest),
                wasm,
                Optional.of("# Tool"),
                Map.of("assets/icon.svg", "<svg/>".getBytes(UTF_8)));
    }

    private static byte[] manifest(String version, String more) {
        return ("{\"name\":\"acme/tool\",\"version\":\"" + version + "\"," + more + "\"tasks\":[{\"name\":\"run\"}]}")
                .getBytes(UTF_8);
    }

    private static FusciaException assertRefused(
            ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FusciaException refused = catchThrowableOfType(FusciaException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }
}
