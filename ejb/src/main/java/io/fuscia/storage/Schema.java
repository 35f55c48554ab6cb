package io.fuscia.storage;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Brings the schema up to date when the server starts; beans that read rows at start depend on it by name. */
@Singleton(name = "Schema")
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Schema {
    @Resource(lookup = "java:/jdbc/FusciaDS")
    private DataSource dataSource;

    private Dialect dialect;

    @PostConstruct
    void migrate() {
        // No injection: beans may not be wired yet when this starts.
        try (Connection connection = DiskReserve.ofServer(System.getenv("FUSCIA_DB_URL"))
                .connections(dataSource)
                .open()) {
            dialect = Dialect.of(connection);
            connection.setAutoCommit(false);
            List<String> ran = new Migrations(Schema.class.getClassLoader()).run(connection);
            connection.setAutoCommit(true);
            System.getLogger(Schema.class.getName())
                    .log(System.Logger.Level.INFO, "database {0}, scripts run: {1}", dialect, ran);
        } catch (SQLException e) {
            throw new IllegalStateException("the schema could not be brought up to date: " + e.getMessage(), e);
        }
    }

    /** Which database it is. */
    public Dialect dialect() {
        return dialect;
    }
}
