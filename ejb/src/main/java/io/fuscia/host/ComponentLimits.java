package io.fuscia.host;

import io.fuscia.wit.runtime.InstanceLimits;

/**
 * What one call of a component may use; the operator sets it. A guest that wants more gets a typed failure, the server
 * feels nothing.
 *
 * @param wallMillis wall time of a call in milliseconds where the node says nothing
 * @param longestWallMillis wall time that no node can exceed
 * @param memoryPages linear memory in pages of 64 KiB
 * @param tableElements elements of all tables
 * @param callDepth calls between components, and from them to the host, inside each other
 * @param handles resource handles at once
 * @param outputBytes bytes handed out in one call: the output and the arguments of host functions
 * @param httpBytes bytes of all HTTP bodies sent and received in one call
 * @param keyValueBytes UTF-8 bytes of all keys and values of one execution or trigger
 * @param logLines lines that are kept; later ones are dropped
 * @param longestLog lines after which the call fails
 */
public record ComponentLimits(
        long wallMillis,
        long longestWallMillis,
        int memoryPages,
        int tableElements,
        int callDepth,
        int handles,
        long outputBytes,
        long httpBytes,
        long keyValueBytes,
        int logLines,
        int longestLog) {
    /**
     * 60 s (at most 1 h), 64 MiB of memory, 100,000 table elements, 128 nested calls, 10,000 handles, 16 MiB of output,
     * 64 MiB over HTTP, 1 MiB of pairs, 1,000 lines kept and 100,000 allowed.
     */
    public static final ComponentLimits DEFAULT = new ComponentLimits(
            60_000, 3_600_000, 1_024, 100_000, 128, 10_000, 16L << 20, 64L << 20, 1L << 20, 1_000, 100_000);

    public ComponentLimits {
        if (wallMillis < 1 || longestWallMillis < wallMillis || memoryPages < 1 || memoryPages > 65_536) {
            throw new IllegalArgumentException("limits of wall time and memory must be positive and in order");
        }
    }

    /** What the operator's settings say, over the defaults. */
    static ComponentLimits from(OperatorSettings settings) {
        ComponentLimits base = DEFAULT;
        return new ComponentLimits(
                settings.number("fuscia.limits.wall_ms", base.wallMillis, 1, 86_400_000),
                settings.number("fuscia.limits.longest_wall_ms", base.longestWallMillis, 1, 86_400_000),
                settings.integer("fuscia.limits.memory_pages", base.memoryPages, 1, 65_536),
                settings.integer("fuscia.limits.table_elements", base.tableElements, 1, 10_000_000),
                settings.integer("fuscia.limits.call_depth", base.callDepth, 1, 10_000),
                settings.integer("fuscia.limits.handles", base.handles, 1, 1_000_000),
                settings.number("fuscia.limits.output_bytes", base.outputBytes, 1, 1L << 31),
                settings.number("fuscia.limits.http_bytes", base.httpBytes, 0, 1L << 40),
                settings.number("fuscia.limits.kv_bytes", base.keyValueBytes, 0, 1L << 31),
                settings.integer("fuscia.limits.log_lines", base.logLines, 0, 1_000_000),
                settings.integer("fuscia.limits.longest_log", base.longestLog, 1, 1_000_000_000));
    }

    InstanceLimits forInstance(long callMillis) {
        return new InstanceLimits(callMillis, memoryPages, tableElements, callDepth, handles, outputBytes);
    }
}
