package io.fuscia.wit.abi;

/** A Java value that stands for one case of a {@code variant}. */
public interface CaseValue {
    /** Returns the case's position in the type, from 0. */
    int discriminant();

    /** Returns the case's payload, null if the case has none. */
    default Object payload() {
        return null;
    }
}
