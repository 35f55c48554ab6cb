/**
 * Hostile component bytes against decoder and validator: named cases, random mutations of real components, and a fuzz
 * target. Whatever comes in, only the typed exceptions come out, in bounded time and memory.
 */
package io.fuscia.wit.hostile;
