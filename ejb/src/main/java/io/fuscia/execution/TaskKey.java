package io.fuscia.execution;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of {@link TaskRecord}, in the form JPA asks for. */
class TaskKey implements Serializable {
    private static final long serialVersionUID = 1L;

    String executionId;
    String nodePath;
    String iteration;

    TaskKey() {}

    TaskKey(String executionId, String nodePath, String iteration) {
        this.executionId = executionId;
        this.nodePath = nodePath;
        this.iteration = iteration;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskKey key
                && Objects.equals(executionId, key.executionId)
                && Objects.equals(nodePath, key.nodePath)
                && Objects.equals(iteration, key.iteration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(executionId, nodePath, iteration);
    }
}
