package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.StoreUnavailable;

/** A switch that makes a fake store fail, and a count of how often it was asked. */
public final class Outage {
    private final String store;
    private boolean on;
    private int asked;

    Outage(String store) {
        this.store = store;
    }

    public void begin() {
        on = true;
    }

    public void end() {
        on = false;
    }

    public int asked() {
        return asked;
    }

    void strike() {
        asked++;
        if (on) {
            throw new StoreUnavailable(store, new IllegalStateException("switched off by the test"));
        }
    }
}
