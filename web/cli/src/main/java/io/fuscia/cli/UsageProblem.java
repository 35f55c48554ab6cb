package io.fuscia.cli;

/** The command line parsed, but something it names cannot be used: a file that is not there, text that is not JSON. */
public final class UsageProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageProblem(String message) {
        super(message);
    }

    public UsageProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
