package dev.stellwerk.adapters.http.inbound.connection;

/** Whether the gateway is stopping: new requests are refused, running ones may end. */
public final class Stopping {
    private volatile boolean begun;

    public boolean begun() {
        return begun;
    }

    public void begin() {
        begun = true;
    }
}
