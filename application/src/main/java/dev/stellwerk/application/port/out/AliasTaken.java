package dev.stellwerk.application.port.out;

/** A change would give two keys the same alias; nothing has changed. */
public final class AliasTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AliasTaken() {
        super("the alias belongs to another key", null, false, false);
    }
}
