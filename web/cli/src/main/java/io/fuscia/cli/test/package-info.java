/**
 * {@code fuscia test}: finds expect files, has the engine without a server run them in a process of its own, and prints
 * what came of them, also as JUnit XML. Knows the process's report, not what is in it.
 */
package io.fuscia.cli.test;
