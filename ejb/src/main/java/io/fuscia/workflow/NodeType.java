package io.fuscia.workflow;

/** The kinds of node that a file can name. */
public enum NodeType {
    TRIGGER,
    COMPONENT,
    HTTP,
    JOIN,
    LOOP,
    /** A call of another workflow. */
    WORKFLOW
}
