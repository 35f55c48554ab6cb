package io.fuscia.wit.binary;

/** Counts definitions and declarations over a whole file. */
final class Budget {
    private int spent;

    /** Accounts for one item that starts here; returns its offset. */
    int spend(ByteReader reader) {
        spent++;
        if (spent > Limits.DEFINITIONS) {
            throw reader.malformed("more than " + Limits.DEFINITIONS + " definitions");
        }
        return reader.position();
    }
}
