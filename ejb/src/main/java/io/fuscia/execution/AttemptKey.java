package io.fuscia.execution;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of {@link AttemptRecord}, in the form JPA asks for. */
class AttemptKey implements Serializable {
    private static final long serialVersionUID = 1L;

    String executionId;
    String nodePath;
    String iteration;
    int number;

    AttemptKey() {}

    AttemptKey(String executionId, String nodePath, String iteration, int number) {
        this.executionId = executionId;
        this.nodePath = nodePath;
        this.iteration = iteration;
        this.number = number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttemptKey key
                && number == key.number
                && Objects.equals(executionId, key.executionId)
                && Objects.equals(nodePath, key.nodePath)
                && Objects.equals(iteration, key.iteration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(executionId, nodePath, iteration, number);
    }
}
