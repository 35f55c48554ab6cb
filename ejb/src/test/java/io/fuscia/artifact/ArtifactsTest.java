package io.fuscia.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.SqlWork;
import io.fuscia.storage.TestDatabase;
import io.fuscia.storage.Transactions;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactsTest {
    private static TestDatabase database;

    @TempDir
    Path directory;

    private Artifacts artifacts;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.run(rows -> rows.createQuery("delete from ArtifactRecord a").executeUpdate());
        artifacts = new Artifacts(
                database, new DataDirectory(directory), new ArtifactLimits(100, 3, 150), Clock.systemUTC());
    }

    @Test
    void keepsContentAndContentType() throws IOException {
        ArtifactReference reference = write("text/csv; charset=utf-8", "a,b\n1,2\n");
        assertThat(reference.size()).isEqualTo(8);
        assertThat(reference.digest()).isEqualTo(Digest.of("a,b\n1,2\n"));
        Artifact found = artifacts.find(reference.id()).orElseThrow();
        assertThat(found.reference()).isEqualTo(reference);
        assertThat(found.reference().contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(found.executionId()).isEqualTo("execution-1");
        assertThat(found.nodeId()).isEqualTo("node-1");
        try (InputStream content = artifacts.read(reference.id())) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("a,b\n1,2\n");
        }
        assertThat(ArtifactReference.fromJson(reference.toJson())).isEqualTo(reference);
    }

    @Test
    void keepsNothingOfWhatIsNotFinished() throws IOException {
        try (Artifacts.Writer writer = artifacts.open("execution-1", "node-1", "text/plain")) {
            writer.content().write("half".getBytes(UTF_8));
        }
        assertThat(artifacts.of("execution-1")).isEmpty();
        assertThat(files()).isZero();
    }

    @Test
    void refusesWhatIsLargerThanAllowed() throws IOException {
        assertRefused(ErrorCode.LIMIT_EXCEEDED, () -> write("text/plain", "x".repeat(101)));
        write("text/plain", "x".repeat(100));
        assertRefused(ErrorCode.LIMIT_EXCEEDED, () -> write("text/plain", "x".repeat(51)));
        assertThat(files()).isEqualTo(1);
        write("text/plain", "x");
        write("text/plain", "x");
        assertRefused(ErrorCode.LIMIT_EXCEEDED, () -> write("text/plain", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "text/", "/plain", "text/plain\r\nX: y", "text/plain, text/html", "a b/c"})
    void refusesContentTypesThatAreNone(String type) {
        assertRefused(ErrorCode.INVALID_INPUT, () -> write(type, "x"));
    }

    @Test
    void takesNoContentTypeForBytes() {
        assertThat(write("", "x").contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void removesTheFilesItIsGivenAndNoOthers() throws IOException {
        ArtifactReference gone = write("text/plain", "1");
        ArtifactReference stays = write("text/plain", "2");

        artifacts.removeFiles(List.of(gone.id()));

        assertThat(files()).isOne();
        try (InputStream content = artifacts.read(stays.id())) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("2");
        }
    }

    @Test
    void givesTheLastBytesOnlyIfAllMatchTheDigest() throws IOException {
        ArtifactReference reference = write("text/plain", "whole content");
        // What a disk gives back that lost the last write: the file's length, and zeros.
        Files.write(file(reference), "whole\0\0\0\0\0\0\0\0".getBytes(UTF_8));
        try (InputStream content = artifacts.read(reference.id())) {
            assertThat(content.readNBytes(5)).asString(UTF_8).isEqualTo("whole");
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(reference.id().value())
                    .hasMessageContaining("digest");
        }
        try (InputStream content = artifacts.read(reference.id())) {
            assertThatThrownBy(() -> content.skip(20)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesContentThatLostItsEnd() throws IOException {
        ArtifactReference reference = write("text/plain", "whole content");
        Files.write(file(reference), "whole".getBytes(UTF_8));
        assertRefused(ErrorCode.STORAGE_UNAVAILABLE, () -> artifacts.read(reference.id()));
    }

    @Test
    void readsWhatIsEmptyAndSkips() throws IOException {
        try (InputStream content = artifacts.read(write("text/plain", "").id())) {
            assertThat(content.read()).isEqualTo(-1);
        }
        try (InputStream content =
                artifacts.read(write("text/plain", "0123456789").id())) {
            assertThat(content.skip(4)).isEqualTo(4);
            assertThat(content.read()).isEqualTo('4');
            assertThat(content.skip(100)).isEqualTo(5);
            assertThat(content.read()).isEqualTo(-1);
        }
    }

    @Test
    void sweepsTheTornLastWriteOfAServerThatDied() throws IOException {
        ArtifactReference kept = write("text/plain", "kept");
        Path shard = file(kept).getParent();
        Files.writeString(shard.resolve(".partial-123"), "ha");
        Files.writeString(shard.resolve("0b5e0a2e-without-a-row"), "whole, but its row was not committed");
        assertThat(artifacts.sweep(Duration.ofHours(1)))
                .as("they may still be written")
                .isZero();
        assertThat(artifacts.sweep(Duration.ofHours(-1))).isEqualTo(2);
        assertThat(files()).isEqualTo(1);
        try (InputStream content = artifacts.read(kept.id())) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("kept");
        }
    }

    @Test
    void keepsTheFileWhenTheDatabaseDoesNotTellWhetherItCommitted() throws IOException {
        Transactions doubtful = new Transactions() {
            @Override
            public <T> T run(Function<EntityManager, T> work) {
                database.run(work);
                throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "the connection broke");
            }

            @Override
            public <T> T runSql(SqlWork<T> work) {
                return database.runSql(work);
            }
        };
        Artifacts broken = new Artifacts(
                doubtful, new DataDirectory(directory), new ArtifactLimits(100, 3, 150), Clock.systemUTC());
        assertRefused(
                ErrorCode.STORAGE_UNAVAILABLE,
                () -> broken.keep("execution-1", "node-1", "text/plain", "x".getBytes(UTF_8)));
        Artifact stored = artifacts.of("execution-1").get(0);
        try (InputStream content = artifacts.read(stored.reference().id())) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("x");
        }
    }

    private Path file(ArtifactReference reference) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path ->
                            path.getFileName().toString().equals(reference.id().value()))
                    .findAny()
                    .orElseThrow();
        }
    }

    @Test
    void saysWhatIsNotThere() {
        assertRefused(ErrorCode.ARTIFACT_NOT_FOUND, () -> artifacts.read(new ArtifactId("none")));
        assertThat(artifacts.find(new ArtifactId("none"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "../a", "a.b", "a b", "-a"})
    void refusesIdsThatCouldBePaths(String id) {
        assertThatThrownBy(() -> new ArtifactId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    private ArtifactReference write(String type, String content) {
        return artifacts.write("execution-1", "node-1", type, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private long files() throws IOException {
        if (!Files.exists(directory.resolve("artifacts"))) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory.resolve("artifacts"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private static void assertRefused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FusciaException refused = catchThrowableOfType(FusciaException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
    }
}
