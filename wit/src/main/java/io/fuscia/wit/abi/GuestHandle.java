package io.fuscia.wit.abi;

/** A typed view of a resource that a guest implements; it is passed to the guest as what it views. */
public interface GuestHandle {
    /** Returns the resource itself. */
    GuestResource resource();
}
