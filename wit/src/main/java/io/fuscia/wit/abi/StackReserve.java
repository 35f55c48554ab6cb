package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/**
 * Room on the stack for the host. A guest may recurse until next to nothing is left and only then call out; if the class
 * that the host needs next is initialised there and runs out of stack, the JVM never lets anyone use that class again. So
 * the first calls of every function, which are the ones that initialise classes, are made only with room to spare.
 */
final class StackReserve {
    /** Calls of one function after which what it needs is taken to be initialised. */
    private static final int CAREFUL_CALLS = 64;

    /** About 90 KB in all. */
    private static final int FRAMES = 1_024;

    /** Calls so far; threads may overwrite each other's count, which only makes some more of them careful. */
    private int calls;

    /**
     * Traps if there is too little left for host code that was not run before.
     *
     * @throws Trap with {@link TrapCode#STACK_OVERFLOW}
     */
    void require() {
        if (calls >= CAREFUL_CALLS) {
            return;
        }
        try {
            descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
        } catch (StackOverflowError e) {
            throw new Trap(TrapCode.STACK_OVERFLOW, "call stack exhausted: too little is left for the host");
        }
        calls++;
    }

    /** Every frame keeps its arguments until the next returns; measured, compiled or not, it takes 88 bytes or more. */
    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        if (frames == 0) {
            return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
        }
        long below = descend(frames - 1, b + frames, c, d, e, f, g, h, a);
        return below + a + 3 * b + 5 * c + 7 * d + 9 * e + 11 * f + 13 * g + 17 * h;
    }
}
