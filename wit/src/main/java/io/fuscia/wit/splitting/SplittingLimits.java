package io.fuscia.wit.splitting;

/**
 * When functions are split. All in estimated bytes of Java bytecode.
 *
 * @param function larger functions are split
 * @param part parts are at most so large
 * @param smallest parts are at least so large, as long as that is enough
 */
public record SplittingLimits(int function, int part, int smallest) {
    /**
     * HotSpot compiles no method of more than 8,000 bytes to machine code ({@code HugeMethodLimit}); estimates are on the
     * safe side.
     */
    public static final SplittingLimits DEFAULT = new SplittingLimits(7_000, 6_500, 400);
}
