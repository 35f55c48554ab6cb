package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.wasi.clocks.WasiClock;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The files of one instance: what it was granted and what it has open. For the guest's thread. */
public final class Filesystem implements AutoCloseable {
    private final List<Preopen> preopens;
    private final WasiClock clock;
    private final Events events;
    private final int mostOpen;
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long writable;

    /**
     * @param preopens what is granted; empty for nothing
     * @param clock for times that are set to now
     * @param mostOpen files and directories open at once
     * @param writable bytes that may be written in all
     * @param events the lock of the instance
     */
    public Filesystem(List<Preopen> preopens, WasiClock clock, int mostOpen, long writable, Events events) {
        this.events = Objects.requireNonNull(events, "events");
        this.preopens = List.copyOf(preopens);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.mostOpen = mostOpen;
        this.writable = writable;
    }

    WasiClock clock() {
        return clock;
    }

    /** Opens the granted directories, each with its name for the guest; those that cannot be opened are left out. */
    List<Tuple.Of2<Types.Descriptor, String>> directories() {
        List<Tuple.Of2<Types.Descriptor, String>> directories = new ArrayList<>();
        for (Preopen preopen : preopens) {
            try {
                checkCanOpen();
                directories.add(new Tuple.Of2<>(new GuestDescriptor(open(preopen), events), preopen.guestPath()));
            } catch (IOException e) {
                System.getLogger(Filesystem.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot open " + preopen.directory() + " for a guest", e);
            }
        }
        return directories;
    }

    /** The stream stays open until its descriptor is closed. */
    @SuppressWarnings("StreamResourceLeak")
    private Descriptor open(Preopen preopen) throws IOException {
        Path real = preopen.directory().toRealPath();
        DirectoryStream<Path> stream = Files.newDirectoryStream(real);
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            throw new IOException("this platform cannot open files relative to a directory");
        }
        return opened(new DirectoryDescriptor(this, secure, real, preopen.writable()));
    }

    void checkCanOpen() throws FilesystemFailure {
        if (open.size() >= mostOpen) {
            throw new FilesystemFailure(ErrorCode.QUOTA, "more than " + mostOpen + " files are open");
        }
    }

    <T> T opened(T file) {
        open.add(file);
        return file;
    }

    void closed(Object file) {
        open.remove(file);
    }

    /** Counts bytes that are about to be written. */
    void charge(long bytes) throws FilesystemFailure {
        if (bytes > writable) {
            throw new FilesystemFailure(ErrorCode.QUOTA, "no more may be written");
        }
        writable -= bytes;
    }

    /** Closes whatever the guest left open. */
    @Override
    public void close() {
        for (Object file : List.copyOf(open)) {
            if (file instanceof Descriptor descriptor) {
                descriptor.close();
            } else if (file instanceof DirectoryEntries entries) {
                entries.close();
            }
        }
    }
}
