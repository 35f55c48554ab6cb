package io.fuscia.cli.api;

import io.fuscia.cli.ExitCode;
import jakarta.json.JsonObject;

/** An answer that is not a success: an RFC 9457 problem document. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonObject document;
    private final String source;

    ApiProblem(int status, JsonObject document) {
        this(status, document, "");
    }

    private ApiProblem(int status, JsonObject document, String source) {
        super(document.getString("detail", document.getString("title", "HTTP status " + status)));
        this.status = status;
        this.document = document;
        this.source = source;
    }

    /** The same problem, said of a file. */
    public ApiProblem about(String file) {
        return new ApiProblem(status, document, file);
    }

    /** The file whose content was refused; empty if it was none. */
    public String source() {
        return source;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The whole problem document. */
    public JsonObject document() {
        return document;
    }

    /** The exit code that stands for this problem. */
    public int exitCode() {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.INVALID;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            default -> ExitCode.FAILED;
        };
    }
}
