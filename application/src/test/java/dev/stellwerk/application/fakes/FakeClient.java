package dev.stellwerk.application.fakes;

import dev.stellwerk.application.call.Cancellation;

/** A client that leaves when a test says so. */
public final class FakeClient implements Cancellation {
    private boolean left;

    public void leave() {
        left = true;
    }

    @Override
    public boolean cancelled() {
        return left;
    }

    @Override
    public Registration onCancel(Runnable action) {
        if (left) {
            action.run();
        }
        return () -> {};
    }
}
