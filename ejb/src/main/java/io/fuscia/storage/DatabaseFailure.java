package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells from SQL states what a failed transaction means, alike for Derby and PostgreSQL. */
public final class DatabaseFailure {
    /** How often a transaction that lost a deadlock is tried. */
    private static final int TRIES = 8;

    private DatabaseFailure() {}

    /** Does the work, again if that may help. @throws FusciaException as {@link #translate} gives it */
    static <T> T insist(Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (tries >= TRIES || !isWorthAnotherTry(e)) {
                    throw translate(e);
                }
            }
        }
    }

    /** Whether the same work may succeed when it is done again: a deadlock, a lock timeout, a serialization failure. */
    public static boolean isWorthAnotherTry(RuntimeException failure) {
        return state(failure)
                .filter(state -> (state.startsWith("40") && !state.equals("40XT0")) || state.equals("55P03"))
                .isPresent();
    }

    /**
     * The failure as callers see it; a {@link FusciaException} stays what it is. {@code INVALID_INPUT} if a value cannot be
     * stored, {@code STORAGE_UNAVAILABLE} if the database fails.
     */
    public static FusciaException translate(RuntimeException failure) {
        if (failure instanceof FusciaException known) {
            return known;
        }
        Optional<String> state = state(failure);
        if (state.filter(DatabaseFailure::isRefusal).isPresent()) {
            return new RefusedByDatabase(state.get().equals("23505"), root(failure));
        }
        if (state.filter(DatabaseFailure::isOfAValue).isPresent()) {
            return new FusciaException(
                    ErrorCode.INVALID_INPUT,
                    "the database does not take a value (SQL state " + state.get() + "): "
                            + root(failure).getMessage(),
                    failure);
        }
        if (state.isPresent()) {
            return new FusciaException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the database failed (SQL state " + state.get() + "): "
                            + root(failure).getMessage(),
                    failure);
        }
        if (isOfThePool(failure)) {
            return new FusciaException(
                    ErrorCode.STORAGE_UNAVAILABLE, "the database is not reached: " + failure.getMessage(), failure);
        }
        return new FusciaException(ErrorCode.INTERNAL, "a transaction failed: " + failure, failure);
    }

    /** Without a state: no connection was free or could be had, or a commit failed without the database saying why. */
    private static boolean isOfThePool(Throwable failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
            if (at instanceof SQLException || at instanceof RollbackException) {
                return true;
            }
        }
        return false;
    }

    /** 23: integrity constraint. 22018: how Derby's triggers of ours refuse. */
    private static boolean isRefusal(String state) {
        return state.startsWith("23") || state.equals("22018");
    }

    /**
     * 22: data exception, such as text that is too long or has a character that the database cannot hold. 54: a limit of the
     * database, such as the size of a row. To wait does not help, and what others write is not concerned.
     */
    private static boolean isOfAValue(String state) {
        return state.startsWith("22") || state.startsWith("54");
    }

    private static Optional<String> state(Throwable failure) {
        return root(failure) instanceof SQLException sql ? Optional.ofNullable(sql.getSQLState()) : Optional.empty();
    }

    /** The first SQL exception of the chain that has a state, else the failure itself. */
    private static Throwable root(Throwable failure) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return failure;
    }
}
