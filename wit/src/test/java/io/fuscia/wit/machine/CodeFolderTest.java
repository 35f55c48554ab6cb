package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeFolderTest {
    private static final long PLENTY = 1 << 20;

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-26T00:00:00Z");

    private static byte[] module(String name) throws IOException {
        try (InputStream in = CodeFolderTest.class.getResourceAsStream("/machine/" + name + ".wasm")) {
            return in.readAllBytes();
        }
    }

    private CodeFolder open(long maxBytes) {
        return new CodeFolder(folder, maxBytes, Clock.fixed(now, ZoneOffset.UTC));
    }

    private CoreModule parse(String name, long maxBytes) throws IOException {
        return CoreModule.parse(module(name), Optional.of(open(maxBytes)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static int size(CoreModule module) {
        return Modules.callInt(Modules.instantiate(module), "size");
    }

    @Test
    void runsCodeThatAnEarlierProcessCompiled() throws IOException {
        CoreModule first = parse("growing-table", PLENTY);
        assertThat(first.compiled()).isFalse();
        assertThat(first.compile()).isTrue();

        CoreModule second = parse("growing-table", PLENTY);

        assertThat(second.compiled()).isTrue();
        assertThat(size(second)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13, 50, 90, -1})
    void replacesADamagedFile(int position) throws IOException {
        parse("growing-table", PLENTY).compile();
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        bad[position < 0 ? bad.length - 1 : position] ^= 1;
        Files.write(file, bad);

        CoreModule module = parse("growing-table", PLENTY);

        assertThat(module.compiled()).isFalse();
        assertThat(files()).isEmpty();
        assertThat(module.compile()).isTrue();
        assertThat(files()).containsExactly(file);
        assertThat(parse("growing-table", PLENTY).compiled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 76, 200})
    void replacesAFileThatWasCutOff(int length) throws IOException {
        parse("growing-table", PLENTY).compile();
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, length));

        assertThat(parse("growing-table", PLENTY).compiled()).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void ignoresCodeOfAnotherModule() throws IOException {
        parse("growing-table", PLENTY).compile();
        Path own = files().get(0);
        parse("unbounded", PLENTY).compile();
        Path other =
                files().stream().filter(file -> !file.equals(own)).findFirst().orElseThrow();
        Files.copy(other, own, StandardCopyOption.REPLACE_EXISTING);

        CoreModule module = parse("growing-table", PLENTY);

        assertThat(module.compiled()).isFalse();
        assertThat(size(module)).isEqualTo(1);
    }

    @Test
    void removesTheLeastRecentlyUsedFileWhenTheFolderIsFull() throws IOException {
        parse("growing-table", PLENTY).compile();
        long one = Files.size(files().get(0));
        now = now.plus(Duration.ofMinutes(1));
        parse("unbounded", PLENTY).compile();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(parse("growing-table", PLENTY).compiled()).isTrue();
        now = now.plus(Duration.ofMinutes(1));
        parse("empty-names", 2 * one + one / 2).compile();

        assertThat(files()).hasSize(2);
        assertThat(parse("unbounded", PLENTY).compiled()).isFalse();
        assertThat(parse("growing-table", PLENTY).compiled()).isTrue();
        assertThat(parse("empty-names", PLENTY).compiled()).isTrue();
    }

    @Test
    void keepsNothingThatIsLargerThanTheFolderMayBe() throws IOException {
        CoreModule module = parse("growing-table", 100);

        assertThat(module.compile()).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void compilesWithoutAFolderThatWentAway() throws IOException {
        CoreModule module = CoreModule.parse(
                module("growing-table"),
                Optional.of(new CodeFolder(folder.resolve("gone"), PLENTY, Clock.systemUTC())));
        Files.delete(folder.resolve("gone"));

        assertThat(module.compile()).isTrue();
        assertThat(size(module)).isEqualTo(1);
    }
}
