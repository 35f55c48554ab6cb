package io.fuscia.host;

import io.fuscia.component.Capabilities;
import io.fuscia.wit.wasi.filesystem.Preopen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories that the operator lets components have: a component gets what its manifest asks for, as far as it lies
 * below one of these, links resolved. Nothing by default.
 */
public final class GrantedPaths {
    private final List<Path> readable;
    private final List<Path> writable;

    /**
     * @param readable directories that may be read
     * @param writable directories that may be read and changed
     */
    public GrantedPaths(List<Path> readable, List<Path> writable) {
        this.readable = List.copyOf(readable);
        this.writable = List.copyOf(writable);
    }

    static GrantedPaths from(OperatorSettings settings) {
        return new GrantedPaths(
                settings.texts("fuscia.paths.readable").stream().map(Path::of).toList(),
                settings.texts("fuscia.paths.writable").stream().map(Path::of).toList());
    }

    List<Preopen> of(List<Capabilities.AllowedPath> asked) {
        List<Preopen> granted = new ArrayList<>();
        for (Capabilities.AllowedPath path : asked) {
            Path directory = Path.of(path.path());
            boolean mayWrite = isBelow(directory, writable);
            if (mayWrite || isBelow(directory, readable)) {
                granted.add(new Preopen(path.path(), directory, mayWrite && path.writable()));
            }
        }
        return granted;
    }

    private static boolean isBelow(Path directory, List<Path> roots) {
        try {
            Path real = directory.toRealPath();
            for (Path root : roots) {
                if (real.startsWith(root.toRealPath())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // What is not there cannot be granted.
            return false;
        }
    }
}
