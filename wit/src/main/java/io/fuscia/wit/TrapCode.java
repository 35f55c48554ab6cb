package io.fuscia.wit;

import java.util.Optional;

/** The stable kind of a {@link Trap}; texts may change, these do not. */
public enum TrapCode {
    /** An {@code unreachable} instruction ran. */
    UNREACHABLE,
    /** A linear memory access outside its memory. */
    MEMORY_OUT_OF_BOUNDS,
    /** A table access outside its table. */
    TABLE_OUT_OF_BOUNDS,
    /** Integer division or remainder by zero. */
    DIVIDE_BY_ZERO,
    /** Integer division overflow. */
    INTEGER_OVERFLOW,
    /** A float that no integer of the target type represents. */
    INVALID_CONVERSION_TO_INTEGER,
    /** A null reference was used, or an uninitialised table element called. */
    NULL_REFERENCE,
    /** An indirect call to a function of another type. */
    INDIRECT_CALL_MISMATCH,
    /** A core exception left the component. */
    UNCAUGHT_EXCEPTION,
    /** Any other trap of the core machine. */
    CORE,

    /** A string is not valid in its declared encoding. */
    INVALID_STRING,
    /** A {@code char} that is no Unicode scalar value. */
    INVALID_CHAR,
    /** A variant, enum, option or result discriminant without a case. */
    INVALID_DISCRIMINANT,
    /** A pointer that is not aligned for its type. */
    UNALIGNED_POINTER,
    /** A canonical ABI pointer and length outside the memory. */
    POINTER_OUT_OF_BOUNDS,
    /** A string or list longer than the canonical ABI allows. */
    LENGTH_OUT_OF_RANGE,
    /** A handle index that names nothing. */
    UNKNOWN_HANDLE,
    /** A handle of another resource type. */
    HANDLE_TYPE_MISMATCH,
    /** An owning handle was needed, a borrowed one was given. */
    HANDLE_NOT_OWNED,
    /** A handle was dropped or moved while lent. */
    HANDLE_LENT,
    /** Borrowed handles were still held when the call ended. */
    BORROW_LEAKED,
    /** The component instance cannot be entered: it is already running. */
    CANNOT_ENTER,
    /** The component instance cannot be left now: it runs realloc, post-return or the like. */
    CANNOT_LEAVE,
    /** The component instance trapped before and is no longer usable. */
    POISONED,

    /** A host function failed, or returned a value that does not fit its type. */
    HOST_ERROR,
    /** The guest ended its instance of its own will, through {@code wasi:cli/exit}; the cause has the status. */
    EXITED,
    /** The call was cancelled from another thread. */
    CANCELLED,
    /** The calling thread was interrupted from outside. */
    INTERRUPTED,

    /** {@link LimitExceeded#WALL_TIME}. */
    DEADLINE(LimitExceeded.WALL_TIME),
    /** {@link LimitExceeded#MEMORY}. */
    MEMORY_LIMIT(LimitExceeded.MEMORY),
    /** {@link LimitExceeded#TABLE}. */
    TABLE_LIMIT(LimitExceeded.TABLE),
    /** {@link LimitExceeded#STACK}. */
    STACK_OVERFLOW(LimitExceeded.STACK),
    /** {@link LimitExceeded#HANDLES}. */
    HANDLE_LIMIT(LimitExceeded.HANDLES),
    /** {@link LimitExceeded#OUTPUT}. */
    OUTPUT_LIMIT(LimitExceeded.OUTPUT);

    private final LimitExceeded limit;

    TrapCode() {
        this(null);
    }

    TrapCode(LimitExceeded limit) {
        this.limit = limit;
    }

    /** Returns the limit that this code stands for, empty for a trap of the guest's own making. */
    public Optional<LimitExceeded> limit() {
        return Optional.ofNullable(limit);
    }
}
