package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.Cancellation.Registration;
import java.util.Set;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: until when it may go on, and the connection that is cut when it may not. The calling thread does
 * the work; the deadline and the client's leaving come from other threads and end it by closing the connection under
 * its hands.
 */
public final class RunningCall {
    /** How far a call has come. */
    public enum State {
        RUNNING,
        /** Over; nothing can be cut any more. */
        DONE,
        EXPIRED,
        CANCELLED
    }

    private volatile State state = State.RUNNING;
    private final Set<RunningCall> running;
    private volatile long deadlineNanos;
    private volatile @Nullable ConnectionEndpoint endpoint;
    private Registration clientsLeaving = () -> {};

    /** @param running where the call is listed until it ends */
    public RunningCall(long deadlineNanos, Set<RunningCall> running) {
        this.deadlineNanos = deadlineNanos;
        this.running = running;
    }

    public State state() {
        return state;
    }

    public void deadline(long nanos) {
        deadlineNanos = nanos;
    }

    /** From now on the client's leaving ends the call, until it has ended otherwise. */
    public void heeds(Cancellation client) {
        clientsLeaving = client.onCancel(this::cancel);
    }

    /** Ties the call to a connection. Answers false, and cuts the connection, when the call has ended meanwhile. */
    public boolean uses(ConnectionEndpoint connection) {
        endpoint = connection;
        if (state == State.RUNNING) {
            return true;
        }
        connection.close(CloseMode.IMMEDIATE);
        return false;
    }

    public void expireIfDue(long now) {
        if (now - deadlineNanos >= 0) {
            cut(State.EXPIRED);
        }
    }

    public void cancel() {
        cut(State.CANCELLED);
    }

    private void cut(State why) {
        if (moves(why)) {
            ConnectionEndpoint connection = endpoint;
            if (connection != null) {
                connection.close(CloseMode.IMMEDIATE);
            }
        }
    }

    /** Ends the call. From now on its connection is safe; false when it had been cut before. */
    public boolean end() {
        running.remove(this);
        clientsLeaving.close();
        return moves(State.DONE) || state == State.DONE;
    }

    private synchronized boolean moves(State next) {
        if (state != State.RUNNING) {
            return false;
        }
        state = next;
        return true;
    }
}
