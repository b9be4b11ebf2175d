package dev.stellwerk.application.port.out;

/** A store that holds the truth cannot be asked now. Calls are refused for a while; nothing is decided on a guess. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String store, Throwable cause) {
        super(store + " cannot be reached", cause);
    }
}
