package dev.stellwerk.adapters.http.inbound.connection;

/**
 * Whether the gateway is stopping. First it only says so to those who ask for its readiness, so that balancers look away
 * while everything is still served; then new requests are refused, and running ones may end.
 */
public final class Stopping {
    private volatile boolean announced;
    private volatile boolean begun;

    /** Readiness is red; whatever comes is still served. */
    public boolean announced() {
        return announced;
    }

    /** New requests are refused. */
    public boolean begun() {
        return begun;
    }

    public void announce() {
        announced = true;
    }

    public void begin() {
        announced = true;
        begun = true;
    }
}
