package dev.stellwerk.adapters.http.upstream.wire;

/** An endpoint that cannot be called as it is configured. Its message may be shown to clients. */
public final class UnusableEndpoint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableEndpoint(String problem) {
        super(problem, null, false, false);
    }
}
