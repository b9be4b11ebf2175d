package dev.stellwerk.adapters.http.inbound;

/** Whether the gateway is stopping: new requests are refused, running ones may end. */
final class Stopping {
    private volatile boolean begun;

    boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }
}
