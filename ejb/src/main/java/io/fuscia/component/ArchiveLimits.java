package io.fuscia.component;

/**
 * What an archive may expand to.
 *
 * @param entries files and folders
 * @param entryBytes bytes of one entry
 * @param totalBytes bytes of all entries
 * @param ratio how many times an entry may expand
 * @param ratioFrom entries up to this size may expand as they like
 */
public record ArchiveLimits(int entries, int entryBytes, long totalBytes, int ratio, int ratioFrom) {
    /** 1,000 entries, 64 MiB each, 128 MiB together, 100 times from 1 MiB on. */
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(1_000, 64 << 20, 128L << 20, 100, 1 << 20);
}
