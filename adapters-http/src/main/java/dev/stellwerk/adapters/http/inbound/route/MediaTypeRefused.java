package dev.stellwerk.adapters.http.inbound.route;

/** A body of a type that the route does not take. Has no stack trace: it is an answer. */
public final class MediaTypeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MediaTypeRefused() {
        super("this route takes application/json", null, false, false);
    }
}
