/**
 * One component per toolchain against one list of behaviours: what {@code src/guests} builds must run here alike.
 * Owns the matrix; the README's table of it is checked in {@code readme}. Must not know how a guest was made.
 */
package io.fuscia.wit.guests;
