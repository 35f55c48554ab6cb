package io.fuscia.it.inside;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** An enterprise bean beside the tests: the application's own persistence unit inside a container transaction. */
@Stateless
public class Rows {
    @PersistenceContext(unitName = "ejb.jar#fuscia")
    private EntityManager entities;

    public String provider() {
        return entities.getDelegate().getClass().getName();
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public long executions() {
        return entities.createQuery("select count(e) from ExecutionRecord e", Long.class)
                .getSingleResult();
    }
}
