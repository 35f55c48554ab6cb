package io.fuscia.storage;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Makes the server's transactions injectable. */
@Dependent
class StorageWiring {
    @EJB(beanName = "JtaTransactions")
    private JpaTransactions jpa;

    @Resource(lookup = "java:/jdbc/FusciaSqlDS")
    private DataSource dataSource;

    @Produces
    @Singleton
    Transactions transactions(DiskReserve reserve) {
        return new ServerTransactions(jpa, dataSource, reserve);
    }

    @Produces
    @Singleton
    DiskReserve reserve() {
        return DiskReserve.ofServer(System.getenv("FUSCIA_DB_URL"));
    }
}
