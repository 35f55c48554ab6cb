package io.fuscia.wit.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.wasi.cli.GuestExit;
import io.fuscia.wit.wasi.clocks.WasiClock;
import io.fuscia.wit.wasi.filesystem.Preopen;
import io.fuscia.wit.wasi.random.RandomSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WasiGuestTest {
    private static final WasiClock NOON = new WasiClock() {
        @Override
        public Instant now() {
            return Instant.parse("2026-11-23T12:00:00.250Z");
        }

        @Override
        public long nanoTime() {
            return 42;
        }
    };

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rust-wasi-task", "c-wasi-task", "js-wasi-task"})
    void runsWithNothingGranted(String guest) {
        String data = "{\"op\":\"echo\",\"text\":\"Grüße\"}";
        assertThat(GuestTask.run(guest, WasiContext.builder(), data)).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust-wasi-task", "c-wasi-task"})
    void printsToTheSinksThatItIsGiven(String guest) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        WasiContext.Builder wasi = WasiContext.builder().output(output, 1_000).errors(errors, 1_000);
        assertThat(GuestTask.run(guest, wasi, "{\"op\":\"print\",\"message\":\"hello\"}"))
                .isEqualTo("{\"printed\":true}");
        assertThat(output).hasToString("hello\n");
        assertThat(errors).hasToString("hello\n");
    }

    @Test
    void failsPrintingPastTheLimit() {
        WasiContext.Builder wasi = WasiContext.builder().output(new ByteArrayOutputStream(), 3);
        Trap trap = catchThrowableOfType(
                Trap.class, () -> GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"print\",\"message\":\"hello\"}"));
        assertThat(trap.code()).isEqualTo(TrapCode.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust-wasi-task", "c-wasi-task"})
    void drawsTheSameNumbersFromTheSameSeed(String guest) {
        String first =
                GuestTask.run(guest, WasiContext.builder().random(RandomSource.seeded(7)), "{\"op\":\"random\"}");
        String again =
                GuestTask.run(guest, WasiContext.builder().random(RandomSource.seeded(7)), "{\"op\":\"random\"}");
        String other =
                GuestTask.run(guest, WasiContext.builder().random(RandomSource.seeded(8)), "{\"op\":\"random\"}");
        assertThat(first)
                .matches("\\{\"hex\":\"[0-9a-f]{32}\"}")
                .isEqualTo(again)
                .isNotEqualTo(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust-wasi-task", "c-wasi-task"})
    void readsTheClockThatItIsGiven(String guest) {
        assertThat(GuestTask.run(guest, WasiContext.builder().clock(NOON), "{\"op\":\"clock\"}"))
                .isEqualTo("{\"unix_ms\":" + NOON.now().toEpochMilli() + ",\"elapsed_ns\":0}");
    }

    @Test
    void seesTheArgumentsAndEnvironmentThatItIsGiven() {
        WasiContext.Builder wasi =
                WasiContext.builder().arguments(List.of("task", "-v")).environment(Map.of("A", "b"));
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"env\"}"))
                .isEqualTo("{\"args\":[\"task\",\"-v\"],\"env\":{\"A\":\"b\"}}");
        assertThat(GuestTask.run("rust-wasi-task", WasiContext.builder(), "{\"op\":\"env\"}"))
                .isEqualTo("{\"args\":[],\"env\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "7,1"})
    void endsTheInstanceWhenItExits(int code, int status) {
        String data = "{\"op\":\"exit\",\"code\":" + code + "}";
        Trap trap =
                catchThrowableOfType(Trap.class, () -> GuestTask.run("rust-wasi-task", WasiContext.builder(), data));
        assertThat(trap.code()).isEqualTo(TrapCode.EXITED);
        assertThat(GuestExit.statusOf(trap)).hasValue(status);
    }

    @Test
    void trapsAndTellsOnStandardErrorWhenItPanics() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        WasiContext.Builder wasi = WasiContext.builder().errors(errors, 10_000);
        Trap trap = catchThrowableOfType(
                Trap.class, () -> GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"panic\",\"message\":\"oh no\"}"));
        assertThat(trap.code()).isEqualTo(TrapCode.UNREACHABLE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("oh no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust-wasi-task", "c-wasi-task"})
    void readsFilesBelowAGrantedDirectory(String guest) throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/text"), "content");
        WasiContext.Builder wasi = WasiContext.builder().preopen(Preopen.readOnly("/data", directory));
        assertThat(GuestTask.run(guest, wasi, "{\"op\":\"read-file\",\"path\":\"/data/a/../a/./b/text\"}"))
                .isEqualTo("{\"content\":\"content\"}");
    }

    @Test
    void readsAFileOfManyParts() throws IOException {
        String text = "0123456789".repeat(50_000);
        Files.writeString(directory.resolve("big"), text);
        WasiContext.Builder wasi = WasiContext.builder().preopen(Preopen.readOnly("/data", directory));
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"read-file\",\"path\":\"/data/big\"}"))
                .isEqualTo("{\"content\":\"" + text + "\"}");
    }

    @Test
    void listsAGrantedDirectory() throws IOException {
        Files.writeString(directory.resolve("one"), "");
        Files.createDirectory(directory.resolve("two"));
        WasiContext.Builder wasi = WasiContext.builder().preopen(Preopen.readOnly("/data", directory));
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"list-files\",\"path\":\"/data\"}"))
                .isEqualTo("{\"names\":[\"one\",\"two\"]}");
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"list-files\",\"path\":\"/data/two\"}"))
                .isEqualTo("{\"names\":[]}");
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"list-files\",\"path\":\"/data/three\"}"))
                .contains("error: No such file or directory");
    }

    @Test
    void writesOnlyWhereItMay() throws IOException {
        String data = "{\"op\":\"write-file\",\"path\":\"/data/new\",\"message\":\"hello\"}";
        WasiContext.Builder readOnly = WasiContext.builder().preopen(Preopen.readOnly("/data", directory));
        assertThat(GuestTask.run("rust-wasi-task", readOnly, data)).startsWith("error: Read-only file system");
        assertThat(directory.resolve("new")).doesNotExist();
        WasiContext.Builder writable = WasiContext.builder().preopen(new Preopen("/data", directory, true));
        assertThat(GuestTask.run("rust-wasi-task", writable, data)).isEqualTo("{\"written\":5}");
        assertThat(directory.resolve("new")).hasContent("hello");
        WasiContext.Builder small = WasiContext.builder()
                .preopen(new Preopen("/data", directory, true))
                .fileLimits(64, 4);
        assertThat(GuestTask.run("rust-wasi-task", small, data)).startsWith("error: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/../secret",
                "/secret",
                "/data/up/secret",
                "/data/absolute",
                "/data/absolute-directory/secret",
                "/data/sub/../../secret",
                "/data/loop",
                "/data/..",
                "/etc/passwd",
                "../secret"
            })
    void readsNothingOutsideOfWhatIsGranted(String path) throws IOException {
        Path granted = Files.createDirectory(directory.resolve("granted"));
        Files.createDirectory(granted.resolve("sub"));
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(granted.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(granted.resolve("absolute"), secret.toAbsolutePath());
        Files.createSymbolicLink(granted.resolve("absolute-directory"), directory.toAbsolutePath());
        Files.createSymbolicLink(granted.resolve("loop"), Path.of("loop"));
        WasiContext.Builder wasi = WasiContext.builder().preopen(Preopen.readOnly("/data", granted));
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"read-file\",\"path\":\"" + path + "\"}"))
                .startsWith("error: ")
                .doesNotContain("{");
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("text"), "content");
        Files.createSymbolicLink(directory.resolve("a/b/link"), Path.of("../../text"));
        Files.createSymbolicLink(directory.resolve("c"), Path.of("a/b"));
        WasiContext.Builder wasi = WasiContext.builder().preopen(Preopen.readOnly("/data", directory));
        assertThat(GuestTask.run("rust-wasi-task", wasi, "{\"op\":\"read-file\",\"path\":\"/data/c/link\"}"))
                .isEqualTo("{\"content\":\"content\"}");
    }

    @Test
    void linksAComponentThatImportsAnInterfaceForItsTypes() {
        assertThat(GuestTask.exportsOf("two-tasks-shared-types")).contains("parse", "format");
    }
}
