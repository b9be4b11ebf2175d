package dev.stellwerk.adapters.persistence.database;

/** The database cannot be used as configured; waiting would not help. The message is one line for the operator. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseRefused(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseRefused(String message) {
        super(message);
    }
}
