package io.fuscia.cli.output;

/** What answers are printed as. */
public enum OutputFormat {
    /** Columns for people. */
    TABLE,
    /** The server's JSON, pretty printed. */
    JSON,
    /** The same as YAML. */
    YAML
}
