package io.fuscia.cli;

/** What the process ends with; part of the public interface, scripts rely on it. */
public final class ExitCode {
    /** Everything went well. */
    public static final int OK = 0;
    /** The command worked, but the run it waited for did not succeed, or the server could not be reached. */
    public static final int FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** The server refused what was sent: an invalid workflow, component or input. */
    public static final int INVALID = 3;
    /** There is no such thing. */
    public static final int NOT_FOUND = 4;
    /** The thing is in a state that does not allow it. */
    public static final int CONFLICT = 5;

    private ExitCode() {}
}
