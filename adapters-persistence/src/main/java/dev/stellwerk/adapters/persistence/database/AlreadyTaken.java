package dev.stellwerk.adapters.persistence.database;

/** A change would give two records the same id or alias; nothing was changed. */
public final class AlreadyTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyTaken() {
        super("taken", null, false, false);
    }
}
