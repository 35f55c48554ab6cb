package io.fuscia.batch.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What Linux says of this process's threads. Java calls a thread waiting until it moves, although it was told to go on
 * before, which on a loaded machine is many milliseconds; the kernel calls it runnable from that moment.
 */
final class KernelThreads {
    private static final Path TASKS = Path.of("/proc/self/task");

    private KernelThreads() {}

    /**
     * Whether every thread whose name begins so sleeps until it is woken (state {@code S} of proc(5)); true on a system
     * that does not tell.
     */
    static boolean allSleep(String name) {
        if (!Files.isDirectory(TASKS)) {
            return true;
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
            for (Path thread : threads) {
                if (!sleeps(thread, name)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean sleeps(Path thread, String name) throws IOException {
        try {
            // "123 (name) S ...": the name may have parentheses and spaces in it, what follows has not.
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            int end = stat.lastIndexOf(')');
            return !stat.startsWith(name, stat.indexOf('(') + 1) || stat.charAt(end + 2) == 'S';
        } catch (NoSuchFileException e) {
            // It has ended.
            return true;
        }
    }
}
