package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, STORAGE_UNAVAILABLE",
        "53100, STORAGE_UNAVAILABLE",
        "57P01, STORAGE_UNAVAILABLE",
        "XSDG0, STORAGE_UNAVAILABLE",
        "22001, INVALID_INPUT",
        "22021, INVALID_INPUT",
        "54000, INVALID_INPUT",
    })
    void aStateSaysWhetherWaitingHelps(String state, ErrorCode code) {
        assertThat(translated(new SQLException("it failed", state))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"23505, true", "23503, false", "22018, false"})
    void aConstraintRefuses(String state, boolean duplicate) {
        assertThat(DatabaseFailure.translate(new PersistenceException(new SQLException("refused", state))))
                .isInstanceOfSatisfying(RefusedByDatabase.class, e -> assertThat(e.isDuplicate())
                        .isEqualTo(duplicate));
    }

    @Test
    void aPoolWithoutAConnectionIsADatabaseThatDoesNotAnswer() {
        assertThat(translated(new SQLException("no managed connections available within the time")))
                .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(DatabaseFailure.translate(new RollbackException("the transaction did not commit"))
                        .code())
                .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    }

    @Test
    void whatTheProgramDidWrongIsNotBlamedOnTheDatabase() {
        assertThat(DatabaseFailure.translate(new IllegalStateException("wrong")).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    private static ErrorCode translated(SQLException failure) {
        return DatabaseFailure.translate(new PersistenceException("a statement failed", failure))
                .code();
    }
}
