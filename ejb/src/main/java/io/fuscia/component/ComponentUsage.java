package io.fuscia.component;

import java.util.List;

/** Who refers to installed components; a component that is referred to cannot be removed. */
public interface ComponentUsage {
    /** The users of a version, for people: {@code workflow orders version 3}; empty if there are none. */
    List<String> usersOf(String name, String version);
}
