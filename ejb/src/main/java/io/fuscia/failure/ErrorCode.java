package io.fuscia.failure;

import java.util.Locale;

/**
 * Every error Fuscia reports, as a stable code. Codes are part of the public interface: they appear in problem
 * documents, task errors and metrics, and are never renamed.
 */
public enum ErrorCode {
    // Definitions and inputs
    MALFORMED_DOCUMENT(ErrorKind.CALLER, 400),
    INVALID_DEFINITION(ErrorKind.CALLER, 422),
    INVALID_INPUT(ErrorKind.CALLER, 422),
    INVALID_REQUEST(ErrorKind.CALLER, 400),
    PAYLOAD_TOO_LARGE(ErrorKind.CALLER, 413),
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.CALLER, 415),
    METHOD_NOT_ALLOWED(ErrorKind.CALLER, 405),
    UNAUTHENTICATED(ErrorKind.CALLER, 401),
    FORBIDDEN(ErrorKind.CALLER, 403),
    FEATURE_NOT_SUPPORTED(ErrorKind.CALLER, 422),

    // Look-ups
    WORKFLOW_NOT_FOUND(ErrorKind.CALLER, 404),
    WORKFLOW_VERSION_NOT_FOUND(ErrorKind.CALLER, 404),
    NODE_NOT_FOUND(ErrorKind.CALLER, 404),
    EXECUTION_NOT_FOUND(ErrorKind.CALLER, 404),
    TASK_NOT_FOUND(ErrorKind.CALLER, 404),
    ARTIFACT_NOT_FOUND(ErrorKind.CALLER, 404),
    COMPONENT_NOT_FOUND(ErrorKind.CALLER, 404),
    TRIGGER_NOT_FOUND(ErrorKind.CALLER, 404),
    NOT_FOUND(ErrorKind.CALLER, 404),

    // Conflicts
    ILLEGAL_TRANSITION(ErrorKind.CALLER, 409),
    RESTART_NOT_COMPATIBLE(ErrorKind.CALLER, 422),
    IDEMPOTENCY_KEY_IN_USE(ErrorKind.CALLER, 409),
    IDEMPOTENCY_KEY_REUSED(ErrorKind.CALLER, 422),
    COMPONENT_IN_USE(ErrorKind.CALLER, 409),
    COMPONENT_VERSION_EXISTS(ErrorKind.CALLER, 409),
    WORKFLOW_IN_USE(ErrorKind.CALLER, 409),

    // Components and packages
    INVALID_PACKAGE(ErrorKind.CALLER, 422),
    INVALID_MANIFEST(ErrorKind.CALLER, 422),
    NOT_A_COMPONENT(ErrorKind.CALLER, 422),
    MALFORMED_COMPONENT(ErrorKind.CALLER, 422),
    INVALID_COMPONENT(ErrorKind.CALLER, 422),
    DIGEST_MISMATCH(ErrorKind.CALLER, 422),

    // Running guests
    COMPONENT_INSTANTIATION_FAILED(ErrorKind.COMPONENT, 502),
    COMPONENT_TRAPPED(ErrorKind.COMPONENT, 502),
    COMPONENT_RETURNED_ERROR(ErrorKind.COMPONENT, 502),
    COMPONENT_INVALID_OUTPUT(ErrorKind.COMPONENT, 502),
    LIMIT_EXCEEDED(ErrorKind.RESOURCES, 502),
    EGRESS_DENIED(ErrorKind.CALLER, 403),

    // Running nodes
    HTTP_REQUEST_FAILED(ErrorKind.EXTERNAL, 502),
    HTTP_RESPONSE_STATUS(ErrorKind.EXTERNAL, 502),
    NODE_TIMED_OUT(ErrorKind.EXTERNAL, 504),
    EXECUTION_TIMED_OUT(ErrorKind.EXTERNAL, 504),
    CANCELLED(ErrorKind.CALLER, 409),
    SUB_WORKFLOW_CANCELLED(ErrorKind.CALLER, 409),
    JOIN_NOT_SATISFIED(ErrorKind.CALLER, 422),
    UPSTREAM_FAILED(ErrorKind.CALLER, 422),

    // The server
    TOO_MANY_EXECUTIONS(ErrorKind.RESOURCES, 429),
    STORAGE_UNAVAILABLE(ErrorKind.EXTERNAL, 503),
    SHUTTING_DOWN(ErrorKind.RESOURCES, 503),
    LEASE_LOST(ErrorKind.INTERNAL, 500),
    INTERNAL(ErrorKind.INTERNAL, 500);

    private final ErrorKind kind;
    private final int httpStatus;

    ErrorCode(ErrorKind kind, int httpStatus) {
        this.kind = kind;
        this.httpStatus = httpStatus;
    }

    /** Who is to blame. */
    public ErrorKind kind() {
        return kind;
    }

    /** The HTTP status of a response whose request failed with this code. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The code as it appears in documents: lower-case with hyphens, for example {@code invalid-definition}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
