package io.fuscia.wit.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of one lift or lower in their final form; ask for them only after validation, which refuses repeated
 * and contradicting options and those of the asynchronous ABI.
 *
 * @param encoding string encoding, UTF-8 unless written
 * @param memory core memory index
 * @param realloc core function index
 * @param postReturn core function index; lift only
 */
public record CanonicalOptions(
        StringEncoding encoding, OptionalInt memory, OptionalInt realloc, OptionalInt postReturn) {
    /** Gathers the written options. */
    public static CanonicalOptions of(List<CanonicalOption> options) {
        StringEncoding encoding = options.stream()
                .flatMap(option -> encoding(option).stream())
                .findFirst()
                .orElse(StringEncoding.UTF8);
        return new CanonicalOptions(
                encoding,
                index(options, CanonicalOption.Kind.MEMORY),
                index(options, CanonicalOption.Kind.REALLOC),
                index(options, CanonicalOption.Kind.POST_RETURN));
    }

    private static OptionalInt index(List<CanonicalOption> options, CanonicalOption.Kind kind) {
        return options.stream()
                .filter(option -> option.kind() == kind)
                .mapToInt(CanonicalOption::index)
                .findFirst();
    }

    private static Optional<StringEncoding> encoding(CanonicalOption option) {
        return switch (option.kind()) {
            case UTF8 -> Optional.of(StringEncoding.UTF8);
            case UTF16 -> Optional.of(StringEncoding.UTF16);
            case LATIN1_UTF16 -> Optional.of(StringEncoding.LATIN1_UTF16);
            case MEMORY, REALLOC, POST_RETURN, ASYNC, CALLBACK, CORE_TYPE, GC -> Optional.empty();
        };
    }
}
