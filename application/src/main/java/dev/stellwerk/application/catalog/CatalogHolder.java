package dev.stellwerk.application.catalog;

import dev.stellwerk.domain.catalog.CatalogSnapshot;

/**
 * Holds the catalog that is in force. Safe for all threads: whoever admits a call takes the snapshot once, so that a change
 * never shows in the middle of a decision. Before each further attempt the call is judged by the snapshot that is then in
 * force, which may end it or narrow it.
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

    /** Puts another catalog in force; calls under way are judged by it before their next attempt. */
    public void swap(CatalogSnapshot next) {
        current = next;
    }
}
