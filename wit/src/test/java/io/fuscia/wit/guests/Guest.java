package io.fuscia.wit.guests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** One component per toolchain that can be had; {@code src/guests/build.sh matrix} builds them. */
public enum Guest {
    RUST("Rust", "`wasm32-wasip1` and the preview-1 adapter", "rust.wasm"),
    C("C", "clang, wasi-libc and the preview-1 adapter", "c.wasm"),
    ASSEMBLYSCRIPT("AssemblyScript", "`asc`, stub runtime", "assemblyscript.wasm"),
    QUICKJS("JavaScript, QuickJS", "`componentize-qjs`", "quickjs.wasm.gz"),
    STARLINGMONKEY("JavaScript, StarlingMonkey", "`componentize-js`, with `fetch`", "starlingmonkey.wasm.gz"),
    JAVA("Java", "TeaVM and the preview-1 adapter", "java.wasm"),
    TEXT("component text", "by hand", "text.wasm");

    private final String language;
    private final String toolchain;
    private final String file;

    Guest(String language, String toolchain, String file) {
        this.language = language;
        this.toolchain = toolchain;
        this.file = file;
    }

    /** Returns the language, for people. */
    public String language() {
        return language;
    }

    /** Returns what made it, in Markdown. */
    public String toolchain() {
        return toolchain;
    }

    /** Returns the component; the large ones are stored compressed. */
    public byte[] bytes() {
        try (InputStream stored =
                Objects.requireNonNull(Guest.class.getResourceAsStream("/guests/matrix/" + file), file)) {
            return file.endsWith(".gz") ? new GZIPInputStream(stored).readAllBytes() : stored.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return language;
    }
}
