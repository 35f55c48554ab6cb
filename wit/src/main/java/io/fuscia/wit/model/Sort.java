package io.fuscia.wit.model;

/** The sorts of definitions, each with an index space of its own (Binary.md#instance-definitions). */
public enum Sort {
    CORE_FUNCTION("core func"),
    CORE_TABLE("core table"),
    CORE_MEMORY("core memory"),
    CORE_GLOBAL("core global"),
    CORE_TAG("core tag"),
    CORE_TYPE("core type"),
    CORE_MODULE("core module"),
    CORE_INSTANCE("core instance"),
    FUNCTION("func"),
    VALUE("value"),
    TYPE("type"),
    COMPONENT("component"),
    INSTANCE("instance");

    private final String label;

    Sort(String label) {
        this.label = label;
    }

    /** The sort as the text format writes it. */
    public String label() {
        return label;
    }
}
