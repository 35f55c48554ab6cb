package io.fuscia.wit.binary;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.model.CanonicalOption;
import io.fuscia.wit.model.Definition;
import java.util.List;

/** Reads canonical definitions, those of the asynchronous ABI only as far as to name them. */
final class CanonicalReader {
    private final ByteReader reader;
    private final ExternReader extern;

    CanonicalReader(ByteReader reader) {
        this.reader = reader;
        this.extern = new ExternReader(reader);
    }

    Definition read(int offset) {
        int code = reader.readByte();
        return switch (code) {
            case 0x00 -> {
                functionSort("canonical function lift");
                yield new Definition.Lift(offset, reader.readIndex(), options(), reader.readIndex());
            }
            case 0x01 -> {
                functionSort("canonical function lower");
                yield new Definition.Lower(offset, reader.readIndex(), options());
            }
            case 0x02 -> new Definition.ResourceNew(offset, reader.readIndex());
            case 0x03 -> new Definition.ResourceDrop(offset, reader.readIndex());
            case 0x04 -> new Definition.ResourceRep(offset, reader.readIndex());
            default -> new Definition.AsyncBuiltin(offset, builtin(code));
        };
    }

    private void functionSort(String what) {
        int sort = reader.readByte();
        if (sort != 0) {
            throw reader.invalidLeadingByte(sort, what);
        }
    }

    private List<CanonicalOption> options() {
        return reader.readList(Limits.OPTIONS, "canonical options", this::option);
    }

    private CanonicalOption option() {
        int code = reader.readByte();
        CanonicalOption.Kind[] kinds = CanonicalOption.Kind.values();
        if (code >= kinds.length) {
            throw reader.invalidLeadingByte(code, "canonical option");
        }
        CanonicalOption.Kind kind = kinds[code];
        return switch (kind) {
            case UTF8, UTF16, LATIN1_UTF16, ASYNC, GC -> new CanonicalOption(kind, 0);
            case MEMORY, REALLOC, POST_RETURN, CALLBACK, CORE_TYPE -> new CanonicalOption(kind, reader.readIndex());
        };
    }

    private String builtin(int code) {
        return switch (code) {
            case 0x05 -> "task.cancel";
            case 0x06 -> flagged("subtask.cancel");
            case 0x09 -> {
                extern.result();
                options();
                yield "task.return";
            }
            case 0x0a -> context("context.get");
            case 0x0b -> context("context.set");
            case 0x0c -> flagged("thread.yield");
            case 0x0d -> "subtask.drop";
            case 0x0e -> indexed("stream.new");
            case 0x0f -> indexedWithOptions("stream.read");
            case 0x10 -> indexedWithOptions("stream.write");
            case 0x11 -> flagged(indexed("stream.cancel-read"));
            case 0x12 -> flagged(indexed("stream.cancel-write"));
            case 0x13 -> indexed("stream.drop-readable");
            case 0x14 -> indexed("stream.drop-writable");
            case 0x15 -> indexed("future.new");
            case 0x16 -> indexedWithOptions("future.read");
            case 0x17 -> indexedWithOptions("future.write");
            case 0x18 -> flagged(indexed("future.cancel-read"));
            case 0x19 -> flagged(indexed("future.cancel-write"));
            case 0x1a -> indexed("future.drop-readable");
            case 0x1b -> indexed("future.drop-writable");
            case 0x1c -> withOptions("error-context.new");
            case 0x1d -> withOptions("error-context.debug-message");
            case 0x1e -> "error-context.drop";
            case 0x1f -> "waitable-set.new";
            case 0x20 -> indexed(flagged("waitable-set.wait"));
            case 0x21 -> indexed(flagged("waitable-set.poll"));
            case 0x22 -> "waitable-set.drop";
            case 0x23 -> "waitable.join";
            case 0x24 -> "backpressure.inc";
            case 0x25 -> "backpressure.dec";
            default -> threads(code);
        };
    }

    /** What follows depends on the age of the tool that wrote it, which put a flag first or did not: nothing is read. */
    private InvalidComponentException sharedThreads(String name) {
        return new InvalidComponentException(
                "unsupported feature: threads (canonical function `" + name + "`)", reader.position() - 1);
    }

    private String threads(int code) {
        return switch (code) {
            case 0x26 -> "thread.index";
            case 0x27 -> indexed(indexed("thread.new-indirect"));
            case 0x28 -> "thread.resume-later";
            case 0x29 -> flagged("thread.suspend");
            case 0x2a -> flagged("thread.suspend-then-resume");
            case 0x2b -> flagged("thread.yield-then-resume");
            case 0x2c -> flagged("thread.suspend-then-promote");
            case 0x2d -> flagged("thread.yield-then-promote");
            case 0x2e -> indexed("stream.forward");
            case 0x2f -> indexed("future.forward");
            case 0x40 -> throw sharedThreads("thread.spawn-ref");
            case 0x41 -> throw sharedThreads("thread.spawn-indirect");
            case 0x42 -> throw sharedThreads("thread.available-parallelism");
            default -> throw reader.invalidLeadingByte(code, "canonical function");
        };
    }

    private String flagged(String name) {
        reader.readFlag();
        return name;
    }

    private String indexed(String name) {
        reader.readIndex();
        return name;
    }

    private String withOptions(String name) {
        options();
        return name;
    }

    private String indexedWithOptions(String name) {
        reader.readIndex();
        options();
        return name;
    }

    private String context(String name) {
        int type = reader.readByte();
        if (type != 0x7f && type != 0x7e) {
            throw reader.invalidLeadingByte(type, name + " type");
        }
        reader.readIndex();
        return name;
    }
}
