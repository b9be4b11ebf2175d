package dev.stellwerk.adapters.http.inbound.connection;

import dev.stellwerk.application.call.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** One request while it is being answered; tells whoever works on it when its client has left. */
public final class ClientCall implements Cancellation {
    private final long startedNanos;
    private final WatchThreads threads;
    private final List<Action> actions = new ArrayList<>(1); // guarded by this
    private volatile boolean cancelled;

    ClientCall(long startedNanos, WatchThreads threads) {
        this.startedNanos = startedNanos;
        this.threads = threads;
    }

    public long startedNanos() {
        return startedNanos;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable task) {
        var action = new Action(task);
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return action;
            }
        }
        threads.start(task);
        return action;
    }

    /** Runs what waits for it. Not to be called by the thread that answers the request. */
    void cancel() {
        List<Action> waiting;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            waiting = List.copyOf(actions);
            actions.clear();
        }
        for (Action action : waiting) {
            action.task.run();
        }
    }

    private synchronized void withdraw(Action action) {
        actions.remove(action);
    }

    private final class Action implements Registration {
        private final Runnable task;

        Action(Runnable task) {
            this.task = task;
        }

        @Override
        public void close() {
            withdraw(this);
        }
    }
}
