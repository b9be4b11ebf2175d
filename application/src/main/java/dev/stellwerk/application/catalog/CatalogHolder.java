package dev.stellwerk.application.catalog;

import dev.stellwerk.domain.catalog.CatalogSnapshot;

/**
 * Holds the catalog that is in force. Safe for all threads: readers take the snapshot once and keep it for the whole of
 * a request, so that a change never shows in the middle of one.
 */
public final class CatalogHolder {
    private volatile CatalogSnapshot current;

    public CatalogHolder(CatalogSnapshot first) {
        current = first;
    }

    /** The catalog in force now. */
    public CatalogSnapshot current() {
        return current;
    }

    /** Puts another catalog in force; requests under way finish with the one they have. */
    public void swap(CatalogSnapshot next) {
        current = next;
    }
}
