package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

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
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((FORM + " " + nodePath + " " + iteration).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws FusciaException {@code INVALID_REQUEST} if it is none that {@link #text} gave */
    static TaskCursor read(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = List.of(decoded.split(" ", -1));
            if (parts.size() == 3 && parts.get(0).equals(FORM)) {
                return new TaskCursor(parts.get(1), parts.get(2));
            }
        } catch (IllegalArgumentException e) {
            // Not even Base64: answered below.
        }
        throw new FusciaException(ErrorCode.INVALID_REQUEST, "the cursor is not one that a listing gave");
    }
}
