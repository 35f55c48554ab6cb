package io.fuscia.wit.abi;

/** The runtime state of one component instance: its handle table and whether it may be entered and left. */
public final class ComponentState {}
