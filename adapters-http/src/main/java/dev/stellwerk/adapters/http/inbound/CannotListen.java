package dev.stellwerk.adapters.http.inbound;

/** The address the gateway shall listen on cannot be had; the message names it. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotListen(String host, int port, String reason) {
        super("cannot listen on " + host + " port " + port + ": " + reason);
    }
}
