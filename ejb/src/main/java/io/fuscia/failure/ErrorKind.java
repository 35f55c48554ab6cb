package io.fuscia.failure;

import java.util.Locale;

/** Who is to blame for an error; decides the HTTP status, whether a retry can help, and the metric it counts in. */
public enum ErrorKind {
    /** The caller sent something wrong: never retried. */
    CALLER,
    /** A guest component failed, trapped or broke its contract. */
    COMPONENT,
    /** A limit, quota or capacity was reached. */
    RESOURCES,
    /** A system outside Fuscia failed: another server, DNS, the network. */
    EXTERNAL,
    /** A defect or broken environment on our side. */
    INTERNAL;

    /** The kind as it appears in documents, for example {@code external}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
