package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves one path below an open directory. Every step opens the next directory relative to the one before without
 * following links; links are read and their targets walked like any other path, so nothing can lead above the start.
 */
final class PathWalk implements AutoCloseable {
    private static final int MOST_LINKS = 32;
    private static final int MOST_STEPS = 128;
    private static final int LONGEST = 4_096;

    private final SecureDirectoryStream<Path> start;
    private final Path startPath;
    private final boolean followLast;
    private final Deque<String> todo = new ArrayDeque<>();
    private final Deque<SecureDirectoryStream<Path>> opened = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private int links;
    private int steps;

    private PathWalk(SecureDirectoryStream<Path> start, Path startPath, boolean followLast) {
        this.start = start;
        this.startPath = startPath;
        this.followLast = followLast;
    }

    /**
     * Resolves a path.
     *
     * @param followLast whether a link that the path ends in is followed
     * @return its place, to be closed; there may be nothing there
     * @throws IOException with WASI's code if it cannot be resolved or leads outside
     */
    static Place resolve(SecureDirectoryStream<Path> start, Path startPath, String path, boolean followLast)
            throws IOException {
        if (path.isEmpty()) {
            throw new FilesystemFailure(ErrorCode.NO_ENTRY, "the path is empty");
        }
        if (path.length() > LONGEST) {
            throw new FilesystemFailure(ErrorCode.NAME_TOO_LONG, "the path is too long");
        }
        try (PathWalk walk = new PathWalk(start, startPath, followLast)) {
            walk.push(path);
            return walk.run();
        } catch (InvalidPathException e) {
            throw new FilesystemFailure(ErrorCode.ILLEGAL_BYTE_SEQUENCE, "the path is not one: " + e.getReason());
        }
    }

    private void push(String path) throws FilesystemFailure {
        if (path.startsWith("/")) {
            throw new FilesystemFailure(ErrorCode.NOT_PERMITTED, "an absolute path leads outside");
        }
        String[] parts = path.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(Place.ITSELF)) {
                todo.addFirst(parts[i]);
            }
        }
    }

    private Place run() throws IOException {
        while (!todo.isEmpty()) {
            if (++steps > MOST_STEPS) {
                throw new FilesystemFailure(ErrorCode.NAME_TOO_LONG, "the path has too many names");
            }
            String name = todo.removeFirst();
            if (name.equals("..")) {
                leave();
                continue;
            }
            Place here = new Place(current(), path(), name);
            boolean last = todo.isEmpty();
            BasicFileAttributes attributes = lookAt(here, last);
            if (attributes != null && attributes.isSymbolicLink() && (!last || followLast)) {
                follow(here);
            } else if (last) {
                return new Place(take(), path(), name);
            } else if (!attributes.isDirectory()) {
                throw new FilesystemFailure(ErrorCode.NOT_DIRECTORY, name + " is not a directory");
            } else {
                opened.push(here.openDirectory());
                names.addLast(name);
            }
        }
        return new Place(take(), path(), Place.ITSELF);
    }

    /** Returns null if nothing is there and nothing need be. */
    private static BasicFileAttributes lookAt(Place here, boolean last) throws IOException {
        try {
            return here.attributes();
        } catch (NoSuchFileException e) {
            if (last) {
                return null;
            }
            throw e;
        }
    }

    private void leave() throws IOException {
        if (opened.isEmpty()) {
            throw new FilesystemFailure(ErrorCode.NOT_PERMITTED, "the path leads outside");
        }
        opened.pop().close();
        names.removeLast();
    }

    /** Reads by path, since the JDK has nothing better; whatever it reads is walked from here and stays inside. */
    private void follow(Place link) throws IOException {
        if (++links > MOST_LINKS) {
            throw new FilesystemFailure(ErrorCode.LOOP, "too many links");
        }
        push(Files.readSymbolicLink(link.path()).toString());
    }

    private SecureDirectoryStream<Path> current() {
        return opened.isEmpty() ? start : opened.peek();
    }

    private Path path() {
        Path path = startPath;
        for (String name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    /** The caller gets a directory of its own, which this walk no longer closes. */
    private SecureDirectoryStream<Path> take() throws IOException {
        return opened.isEmpty() ? new Place(start, startPath, Place.ITSELF).openDirectory() : opened.pop();
    }

    @Override
    public void close() throws IOException {
        for (SecureDirectoryStream<Path> directory : opened) {
            directory.close();
        }
    }
}
