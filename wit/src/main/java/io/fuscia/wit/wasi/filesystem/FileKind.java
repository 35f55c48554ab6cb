package io.fuscia.wit.wasi.filesystem;

import java.nio.file.attribute.BasicFileAttributes;

/** The enum {@code wasi:filesystem/types.descriptor-type}, in its order. */
enum FileKind {
    UNKNOWN,
    BLOCK_DEVICE,
    CHARACTER_DEVICE,
    DIRECTORY,
    FIFO,
    SYMBOLIC_LINK,
    REGULAR_FILE,
    SOCKET;

    /** Its number in the component model, which counts cases in the order written. */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    static FileKind of(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return DIRECTORY;
        } else if (attributes.isSymbolicLink()) {
            return SYMBOLIC_LINK;
        }
        return UNKNOWN;
    }
}
