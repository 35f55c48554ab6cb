/**
 * Servers that are killed, starved of disk, database or time while they work, and the audit of what is left afterwards.
 * Uses the fixtures of {@code it.server}; knows the database's tables, but nothing of the application's classes.
 */
package io.fuscia.it.crash;
