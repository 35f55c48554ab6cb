package io.fuscia.wit.machine;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/**
 * Counts what all core instances of one component instance hold: memory pages, table elements, tags, functions of each
 * other. Not thread-safe.
 */
public final class ResourceBudget {
    private final int maxPages;
    private final int maxElements;
    private int pages;
    private int elements;
    private int tags;
    private ForeignFunctions functions;
    private boolean growthDenied;
    private boolean tableGrowthDenied;

    /**
     * @param maxPages 64 KiB pages in all
     * @param maxElements table elements in all
     */
    public ResourceBudget(int maxPages, int maxElements) {
        this.maxPages = maxPages;
        this.maxElements = maxElements;
    }

    /** Takes pages that a module declares it cannot live without. */
    void requirePages(int count) {
        if (count > maxPages - pages) {
            throw new Trap(
                    TrapCode.MEMORY_LIMIT,
                    "memory of " + count + " pages is over the limit of " + maxPages + " pages per instance");
        }
        pages += count;
    }

    /** Takes pages if that many are left. */
    boolean growPages(int count) {
        if (count > maxPages - pages) {
            growthDenied = true;
            return false;
        }
        pages += count;
        return true;
    }

    /** Takes table elements that a module declares it cannot live without. */
    void requireElements(long count) {
        if (count > maxElements - elements) {
            throw new Trap(
                    TrapCode.TABLE_LIMIT,
                    "table of " + count + " elements is over the limit of " + maxElements + " per instance");
        }
        elements += (int) count;
    }

    /** Takes table elements if that many are left. */
    boolean growElements(int count) {
        if (count > maxElements - elements) {
            tableGrowthDenied = true;
            return false;
        }
        elements += count;
        return true;
    }

    /** Returns a number from 1 that no other tag of the component instance has. */
    int nextTag() {
        return ++tags;
    }

    ForeignFunctions functions() {
        if (functions == null) {
            functions = new ForeignFunctions();
        }
        return functions;
    }

    /** Returns whether {@code memory.grow} was ever refused because of the limit rather than the module's maximum. */
    public boolean growthDenied() {
        return growthDenied;
    }

    /** Returns whether {@code table.grow} was ever refused because of the limit rather than the table's maximum. */
    public boolean tableGrowthDenied() {
        return tableGrowthDenied;
    }

    /** Returns the pages in use. */
    public int pages() {
        return pages;
    }
}
