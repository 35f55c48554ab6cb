package io.fuscia.workflow;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some workflows of a listing.
 *
 * @param workflows in the order of their ids
 * @param next where the listing goes on; empty at its end
 */
public record WorkflowPage(List<WorkflowSummary> workflows, Optional<String> next) {
    public WorkflowPage {
        workflows = List.copyOf(workflows);
        Objects.requireNonNull(next, "next");
    }
}
