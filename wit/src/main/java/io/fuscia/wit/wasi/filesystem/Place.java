package io.fuscia.wit.wasi.filesystem;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A name in an open directory: what a path was resolved to.
 *
 * @param directory open; owned by whoever owns the place
 * @param directoryPath where it was found, for what the JDK offers only by path
 * @param name one name without separators; {@code .} for the directory itself
 */
record Place(SecureDirectoryStream<Path> directory, Path directoryPath, String name) implements AutoCloseable {
    static final String ITSELF = ".";

    Path relative() {
        return Path.of(name);
    }

    Path path() {
        return isItself() ? directoryPath : directoryPath.resolve(name);
    }

    boolean isItself() {
        return name.equals(ITSELF);
    }

    BasicFileAttributeView view() {
        return directory.getFileAttributeView(relative(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    BasicFileAttributes attributes() throws IOException {
        return view().readAttributes();
    }

    /** Opens it as a directory; fails if it is a link. */
    SecureDirectoryStream<Path> openDirectory() throws IOException {
        return directory.newDirectoryStream(relative(), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
