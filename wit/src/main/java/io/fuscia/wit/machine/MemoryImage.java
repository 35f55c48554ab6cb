package io.fuscia.wit.machine;

/**
 * The frozen content of a memory right after its data segments were copied in; shared by all instances of a module,
 * which copy a chunk only when they first write to it.
 *
 * @param pages size in 64 KiB pages
 * @param chunks the content; never written again
 */
@SuppressWarnings("ArrayRecordComponent")
record MemoryImage(int pages, byte[][] chunks) {}
