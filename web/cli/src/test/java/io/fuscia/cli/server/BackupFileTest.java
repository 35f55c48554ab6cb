package io.fuscia.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.cli.Fuscia;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        Path made = Files.createDirectories(folder.resolve("made"));
        Files.writeString(made.resolve("backup.json"), "{\"format\":1,\"database\":\"derby\"}");
        Path content = made.resolve("files").resolve("artifacts").resolve("a");
        Files.createDirectories(content.getParent());
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        Files.write(content, noise);
        file = folder.resolve("saved.zip");
        BackupFile.write(made, file);
    }

    @Test
    void isWholeWhenItWasWrittenAndForItsOwnerAlone() throws IOException {
        assertThatCode(() -> BackupFile.verify(file)).doesNotThrowAnyException();
        assertThat(BackupFile.describe(file).orElseThrow().getInt("format")).isEqualTo(1);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
        assertThat(folder.resolve("saved.zip.part")).doesNotExist();
    }

    @Test
    void tellsWhatIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> BackupFile.verify(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("files/artifacts/a in it is damaged");
    }

    @Test
    void restoreRefusesWhatIsNoWholeBackupBeforeItStopsAnything() throws IOException {
        Path damaged = folder.resolve("damaged.zip");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Path cut = Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive", StandardCharsets.UTF_8);

        assertThat(restore(damaged)).contains("cannot read " + damaged + ": files/artifacts/a in it is damaged");
        assertThat(restore(cut)).contains(cut + " is not a backup that this version can read");
        assertThat(restore(text)).contains(text + " is not a backup that this version can read");
        Path missing = folder.resolve("missing.zip");
        assertThat(restore(missing)).contains("cannot read " + missing + ": there is no such file");
    }

    private static String restore(Path file) {
        StringWriter err = new StringWriter();
        CommandLine command = Fuscia.commandLine();
        command.setErr(new PrintWriter(err, true));
        assertThat(command.execute("restore", file.toString())).isEqualTo(2);
        return err.toString();
    }
}
