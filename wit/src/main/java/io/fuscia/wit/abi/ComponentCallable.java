package io.fuscia.wit.abi;

/** A component function that can be called with lifted values: one of a guest, or one of the host. */
public interface ComponentCallable {
    /**
     * Calls the function with lifted values.
     *
     * @param args one per parameter
     * @return the result, null if there is none
     */
    Object call(Object[] args);

    /** Returns whether it is the host's, so that what it is given leaves the guest for good. */
    boolean hosted();
}
