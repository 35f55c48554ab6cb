package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** The half of {@link Transactions} that needs a persistence context: the local view of the EJB that has it. */
public interface JpaTransactions {
    /** As {@link Transactions#run}. */
    <T> T run(Function<EntityManager, T> work);
}
