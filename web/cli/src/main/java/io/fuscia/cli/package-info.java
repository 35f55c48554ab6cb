/**
 * The {@code fuscia} command: parses the command line and ends with a fixed exit code. Each topic has a package of its
 * own; all of them talk to a server through {@code api} only.
 */
package io.fuscia.cli;
