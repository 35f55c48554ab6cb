package io.fuscia.wit.model;

/**
 * One canonical option as written.
 *
 * @param kind which option
 * @param index the index that memory, realloc, post-return, callback and core-type carry; else 0
 */
public record CanonicalOption(Kind kind, int index) {
    /** The options of the binary format. */
    public enum Kind {
        UTF8("string-encoding=utf8"),
        UTF16("string-encoding=utf16"),
        LATIN1_UTF16("string-encoding=latin1+utf16"),
        MEMORY("memory"),
        REALLOC("realloc"),
        POST_RETURN("post-return"),
        ASYNC("async"),
        CALLBACK("callback"),
        CORE_TYPE("core-type"),
        GC("gc");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The option as the text format writes it. */
        public String label() {
            return label;
        }
    }
}
