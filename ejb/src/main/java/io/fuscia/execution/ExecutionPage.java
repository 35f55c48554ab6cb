package io.fuscia.execution;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some executions, newest first.
 *
 * @param next opaque cursor of the page after this one; empty if this is the last
 */
public record ExecutionPage(List<Execution> executions, Optional<String> next) {
    public ExecutionPage {
        executions = List.copyOf(executions);
        Objects.requireNonNull(next, "next");
    }
}
