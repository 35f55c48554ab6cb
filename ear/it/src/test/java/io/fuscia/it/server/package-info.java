/**
 * Fixtures of the system tests: the server as a user starts it, its REST and management interfaces, the command line,
 * and a real HTTP service on loopback for nodes to call. Feeds every {@code *IT} class; knows nothing of the
 * application's classes.
 */
package io.fuscia.it.server;
