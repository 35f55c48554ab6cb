package io.fuscia.wit.model;

/** How strings lie in a component's memory (CanonicalABI.md#loading). */
public enum StringEncoding {
    UTF8,
    UTF16,
    LATIN1_UTF16
}
