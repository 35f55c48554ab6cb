package io.fuscia.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The databases Fuscia runs on, and the few words in which they differ. */
public enum Dialect {
    DERBY("derby", " WITH RS"),
    POSTGRESQL("postgresql", " FOR SHARE");

    private final String folder;
    private final String sharedLock;

    Dialect(String folder, String sharedLock) {
        this.folder = folder;
        this.sharedLock = sharedLock;
    }

    /** What the connection is to. @throws IllegalStateException if it is to another database */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        if (product.contains("derby")) {
            return DERBY;
        }
        if (product.contains("postgresql")) {
            return POSTGRESQL;
        }
        throw new IllegalStateException("Fuscia runs on Derby and PostgreSQL, not on " + product);
    }

    /** The folder of the scripts. */
    String folder() {
        return folder;
    }

    /**
     * Comes after a table's name and makes a query use this index. Derby decides by what it counted last, which in a
     * table that grows fast may have been nothing, and reads all rows; PostgreSQL needs no advice.
     */
    public String by(String index) {
        return this == DERBY ? " --DERBY-PROPERTIES index=" + index.toUpperCase(Locale.ROOT) + "\n" : "";
    }

    /** Ends a SELECT: nobody changes the rows it reads until the transaction ends, others may read them likewise. */
    public String sharedLock() {
        return sharedLock;
    }
}
