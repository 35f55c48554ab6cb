package io.fuscia.offline;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Objects;

/** What an attempt of a node comes to in a test, in place of running it. */
sealed interface Mock {
    /** The node gives this output. */
    record Output(JsonValue value) implements Mock {
        public Output {
            Objects.requireNonNull(value, "value");
        }
    }

    /** An http node is answered: as on the server, from 400 on it fails. */
    record Response(int status, JsonObject output) implements Mock {
        public Response {
            Objects.requireNonNull(output, "output");
        }
    }

    /**
     * The node fails.
     *
     * @param permanent whether there is no point in trying again
     */
    record Failure(String message, boolean permanent) implements Mock {
        public Failure {
            Objects.requireNonNull(message, "message");
        }
    }

    /** The node takes longer than it may. */
    record TimesOut() implements Mock {}

    /** The component itself runs, in its sandbox. */
    record Real() implements Mock {}
}
