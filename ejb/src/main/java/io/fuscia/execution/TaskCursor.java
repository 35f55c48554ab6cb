package io.fuscia.execution;

import io.fuscia.storage.PageCursor;
import java.util.List;
import java.util.Optional;

/**
 * A place among the rows of an execution's tasks inside loops, which are in the order of node path and iteration, as the
 * database orders texts.
 */
record TaskCursor(String nodePath, String iteration) {
    /** Before the first. */
    static final TaskCursor START = new TaskCursor("", "");

    private static final String FORM = "1";

    static TaskCursor at(TaskRecord row) {
        return new TaskCursor(row.nodePath, row.iteration);
    }

    /** What callers get. Text that means nothing to them. */
    String text() {
        return PageCursor.write(FORM + " " + nodePath + " " + iteration);
    }

    /** @throws io.fuscia.failure.FusciaException {@code INVALID_REQUEST} if it is none that {@link #text} gave */
    static TaskCursor read(String text) {
        return PageCursor.read(text, place -> {
            List<String> parts = List.of(place.split(" ", -1));
            return parts.size() == 3 && parts.get(0).equals(FORM)
                    ? Optional.of(new TaskCursor(parts.get(1), parts.get(2)))
                    : Optional.empty();
        });
    }
}
