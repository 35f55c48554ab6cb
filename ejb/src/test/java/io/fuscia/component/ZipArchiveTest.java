package io.fuscia.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(5, 1 << 20, 2 << 20, 50, 1_000);

    @Test
    void readsFilesAndSkipsFolders() throws IOException {
        byte[] zip = zip(Map.of("a.txt", bytes("hello"), "assets/", new byte[0]));
        assertThat(read(zip)).containsOnlyKeys("a.txt").containsEntry("a.txt", bytes("hello"));
    }

    @Test
    void readsStoredEntries() throws IOException {
        byte[] zip = new RawZip().add("a", bytes("stored")).build();
        assertThat(read(zip)).containsEntry("a", bytes("stored"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "assets/../../evil",
                "/etc/passwd",
                "C:/windows",
                "c:evil",
                "a\\b",
                "..\\evil",
                "a//b",
                "./a",
                "a/.",
                "a/..",
                "a\nb",
                "a\u0000b",
                "",
                "/",
            })
    void refusesNamesThatLeaveTheFolder(String name) {
        assertRefused(new RawZip().add(name, bytes("x")).build(), "");
    }

    @Test
    void refusesNamesThatAreThereTwice() {
        assertRefused(new RawZip().add("a", bytes("1")).add("a", bytes("2")).build(), "twice");
        assertRefused(new RawZip().add("a", bytes("1")).add("A", bytes("2")).build(), "once as 'a'");
    }

    @Test
    void refusesSymbolicLinksAndDevices() {
        assertRefused(new RawZip().add("link", bytes("/etc/passwd"), 0120777).build(), "symbolic link");
        assertRefused(new RawZip().add("device", bytes(""), 0060600).build(), "plain file");
        assertThat(read(new RawZip().add("file", bytes("x"), 0100644).build())).containsKey("file");
    }

    @Test
    void refusesBombs() throws IOException {
        assertRefused(zip(Map.of("zeros", new byte[1 << 20])), "expands more than 50 times");
        assertRefused(zip(Map.of("large", random((1 << 20) + 1))), "larger than");
        assertRefused(zip(Map.of("a", random(1 << 20), "b", random(1 << 20), "c", random(10))), "together");
        assertRefused(
                zip(Map.of(
                        "1", bytes(""), "2", bytes(""), "3", bytes(""), "4", bytes(""), "5", bytes(""), "6",
                        bytes(""))),
                "6 entries");
    }

    @Test
    void doesNotBelieveTheSizesThatTheDirectoryGives() throws IOException {
        byte[] zip = zip(Map.of("zeros", new byte[100_000]));
        int directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
        byte[] smaller = zip.clone();
        ByteBuffer.wrap(smaller).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 500);
        assertRefused(smaller, "not as long");
        byte[] larger = zip.clone();
        ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 900);
        assertRefused(larger, "");
    }

    @Test
    void refusesEntriesThatShareBytes() {
        RawZip zip = new RawZip().add("a", bytes("the same bytes"));
        assertRefused(zip.alias("b").build(), "overlaps");
    }

    @Test
    void refusesNamesThatDifferBetweenDirectoryAndContent() {
        byte[] zip = new RawZip().add("name", bytes("x")).build();
        zip[30] = 'x';
        assertRefused(zip, "another one in the directory");
    }

    @Test
    void refusesDamagedContent() {
        byte[] zip = new RawZip().add("name", bytes("content")).build();
        zip[35] ^= 1;
        assertRefused(zip, "checksum");
    }

    @Test
    void refusesEncryptedEntriesAndOddCompression() {
        byte[] encrypted = new RawZip().add("a", bytes("x")).build();
        int directory =
                ByteBuffer.wrap(encrypted).order(ByteOrder.LITTLE_ENDIAN).getInt(encrypted.length - 6);
        byte[] odd = encrypted.clone();
        encrypted[directory + 8] |= 1;
        assertRefused(encrypted, "encrypted");
        odd[directory + 10] = 12;
        assertRefused(odd, "compressed in a way");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        byte[] zip = zip(Map.of("a", bytes("x")));
        assertRefused(new byte[0], "not a ZIP archive");
        assertRefused(bytes("this is certainly not a ZIP archive"), "not a ZIP archive");
        assertRefused(Arrays.copyOf(zip, zip.length + 1), "");
        for (int length = 0; length < zip.length; length++) {
            assertRefused(Arrays.copyOf(zip, length), "");
        }
    }

    @Test
    void survivesRandomDamage() throws IOException {
        byte[] zip = zip(Map.of("a", bytes("some text, some text, some text"), "b/c", random(200)));
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = zip.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (FusciaException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PACKAGE);
            }
        }
    }

    private static Map<String, byte[]> read(byte[] zip) {
        return ZipArchive.read(zip, LIMITS);
    }

    private static void assertRefused(byte[] zip, String part) {
        assertThatThrownBy(() -> read(zip))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PACKAGE))
                .hasMessageContaining(part);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
