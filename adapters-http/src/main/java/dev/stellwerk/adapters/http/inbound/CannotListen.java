package dev.stellwerk.adapters.http.inbound;

/** The address the gateway shall listen on cannot be had; the message names it. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotListen(String host, int port, Throwable cause) {
        super("cannot listen on " + host + " port " + port + ": " + reason(cause), cause);
    }

    private static String reason(Throwable fault) {
        Throwable deepest = fault;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
