package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.filesystem.Preopens;
import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.io.Error;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.IoError;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:filesystem/types} and {@code preopens}. */
public final class FilesystemImports {
    private FilesystemImports() {}

    /**
     * Adds the interfaces.
     *
     * @param filesystem the files of a call's instance
     */
    public static void addTo(HostImports.Builder imports, Function<HostCall, Filesystem> filesystem) {
        Preopens.addTo(imports, call -> filesystem.apply(call).directories());
        Types.addTo(imports, (call, err) -> errorCode(err));
    }

    private static Optional<Types.ErrorCode> errorCode(Error.ErrorResource error) {
        boolean ours = error instanceof IoError known
                && (known.cause() instanceof FileSystemException || known.cause() instanceof FilesystemFailure);
        return ours ? Optional.of(FilesystemError.of(((IoError) error).cause())) : Optional.empty();
    }
}
