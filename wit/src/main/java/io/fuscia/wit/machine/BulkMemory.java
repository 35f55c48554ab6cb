package io.fuscia.wit.machine;

import java.util.Arrays;

/**
 * Moves ranges of a {@link GuestMemory}, array by array. Its callers have checked the bounds. One instruction may move
 * the whole memory, which takes as long as many a deadline, so copying and filling look for an interruption at every
 * megabyte.
 */
final class BulkMemory {
    private static final int LOOK_EVERY = 1 << 20;

    private BulkMemory() {}

    static void write(GuestMemory memory, int address, byte[] data, int offset, int size) {
        int done = 0;
        while (done < size) {
            int to = address + done;
            int part = Math.min(size - done, memory.room(to));
            System.arraycopy(data, offset + done, memory.arrayForWriting(to), memory.position(to), part);
            done += part;
        }
    }

    static void read(GuestMemory memory, int address, byte[] target, int offset, int size) {
        int done = 0;
        while (done < size) {
            int from = address + done;
            int part = Math.min(size - done, memory.room(from));
            System.arraycopy(memory.arrayForReading(from), memory.position(from), target, offset + done, part);
            done += part;
        }
    }

    static void fill(GuestMemory memory, byte value, int address, int size) {
        int done = 0;
        int look = LOOK_EVERY;
        while (done < size) {
            int to = address + done;
            int part = Math.min(Math.min(size - done, LOOK_EVERY), memory.room(to));
            if (value != 0 || !memory.untouched(to)) {
                int at = memory.position(to);
                Arrays.fill(memory.arrayForWriting(to), at, at + part, value);
            }
            done += part;
            look = lookNowAndThen(done, look);
        }
    }

    static void copy(GuestMemory memory, int destination, int source, int size) {
        if (Integer.compareUnsigned(destination, source) <= 0
                || Integer.toUnsignedLong(destination) >= Integer.toUnsignedLong(source) + size) {
            copyForwards(memory, destination, source, size);
        } else {
            copyBackwards(memory, destination, source, size);
        }
    }

    private static void copyForwards(GuestMemory memory, int destination, int source, int size) {
        int done = 0;
        int look = LOOK_EVERY;
        while (done < size) {
            int from = source + done;
            int to = destination + done;
            int part = Math.min(size - done, Math.min(memory.room(from), memory.room(to)));
            move(memory, from, to, Math.min(part, LOOK_EVERY));
            done += Math.min(part, LOOK_EVERY);
            look = lookNowAndThen(done, look);
        }
    }

    private static void copyBackwards(GuestMemory memory, int destination, int source, int size) {
        int done = 0;
        int look = LOOK_EVERY;
        while (done < size) {
            // The last bytes that are left, as far down as both lie in one array.
            int from = source + size - done - 1;
            int to = destination + size - done - 1;
            int room = Math.min(memory.position(from), memory.position(to)) + 1;
            int part = Math.min(Math.min(size - done, LOOK_EVERY), room);
            move(memory, from - part + 1, to - part + 1, part);
            done += part;
            look = lookNowAndThen(done, look);
        }
    }

    /** Moves within one array on either side; which is a new one if the target was shared and is written now. */
    private static void move(GuestMemory memory, int from, int to, int size) {
        byte[] target = memory.arrayForWriting(to);
        System.arraycopy(memory.arrayForReading(from), memory.position(from), target, memory.position(to), size);
    }

    /** Returns after how many bytes to look again. */
    private static int lookNowAndThen(int done, int look) {
        if (done < look) {
            return look;
        }
        InterruptionCheck.check();
        return done > Integer.MAX_VALUE - LOOK_EVERY ? Integer.MAX_VALUE : done + LOOK_EVERY;
    }
}
