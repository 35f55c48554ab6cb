package io.fuscia.artifact;

import java.nio.file.Path;

/**
 * Where Fuscia keeps files: {@code fuscia.home}, else {@code fuscia} in the server's data directory. On a cluster all
 * nodes see the same directory.
 */
public final class DataDirectory {
    private final Path root;

    /** The directory that the system properties name. */
    public DataDirectory() {
        this(locate(System.getProperty("fuscia.home"), System.getProperty("jboss.server.data.dir")));
    }

    /** This directory. */
    public DataDirectory(Path root) {
        this.root = root;
    }

    private static Path locate(String own, String server) {
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        return Path.of(server == null ? "." : server, "fuscia").toAbsolutePath();
    }

    /** Files of one kind. */
    public BlobStore blobs(String kind) {
        return new BlobStore(root.resolve(kind));
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }
}
