package dev.stellwerk.application.call;

/** Tells whether the client has left. Safe for all threads. */
public interface Cancellation {
    /** Nobody ever leaves. */
    Cancellation NEVER = new Cancellation() {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public Registration onCancel(Runnable action) {
            return () -> {};
        }
    };

    boolean cancelled();

    /** Runs the action when the client leaves, at once if it has already; at most once, on another thread. */
    Registration onCancel(Runnable action);

    /** Closing it withdraws the action. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
