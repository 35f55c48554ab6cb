package io.fuscia.wit.model;

/** A custom section: kept, never interpreted by the decoder. */
public record CustomSection(String name, ByteRange content) {}
