package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Transactions of the server's transaction manager. Bean-managed: the container sets a transaction of the caller aside, a failure arrives
 * here unwrapped, and the work can be tried again.
 */
@Singleton(name = "JtaTransactions")
@Local(JpaTransactions.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class JtaTransactions implements JpaTransactions {
    @PersistenceContext(unitName = "fuscia")
    private EntityManager entityManager;

    @Resource
    private UserTransaction transaction;

    @Override
    public <T> T run(Function<EntityManager, T> work) {
        return DatabaseFailure.insist(() -> once(() -> {
            T result = work.apply(entityManager);
            entityManager.flush();
            return result;
        }));
    }

    private <T> T once(Supplier<T> work) {
        boolean done = false;
        try {
            transaction.begin();
            T result = work.get();
            transaction.commit();
            done = true;
            return result;
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException e) {
            throw new jakarta.persistence.RollbackException("the transaction did not commit: " + e.getMessage(), e);
        } catch (NotSupportedException e) {
            throw new IllegalStateException("a transaction within a transaction", e);
        } catch (SystemException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "the transaction manager failed", e);
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException | IllegalStateException e) {
            System.getLogger(JtaTransactions.class.getName())
                    .log(System.Logger.Level.WARNING, "a failed transaction could not be rolled back", e);
        }
    }
}
