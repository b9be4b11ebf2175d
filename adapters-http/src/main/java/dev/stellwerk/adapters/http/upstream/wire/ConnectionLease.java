package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** A connection in use. Giving it back is the only way to let go of it; giving it back twice does nothing. */
public final class ConnectionLease {
    private final HttpClientConnectionManager pool;
    private final ConnectionEndpoint endpoint;
    private final RunningCall exchange;
    private boolean keepsAlive;
    private boolean wakes;
    private boolean returned;

    public ConnectionLease(HttpClientConnectionManager pool, ConnectionEndpoint endpoint, RunningCall exchange) {
        this.pool = pool;
        this.endpoint = endpoint;
        this.exchange = exchange;
    }

    public void keepsAlive(boolean value) {
        keepsAlive = value;
    }

    /** Makes reading fail with a timeout, from which it can go on, when nothing has come for so long. */
    public void wakeAfter(Duration silence) {
        wakes = true;
        endpoint.setSocketTimeout(Timeout.ofMilliseconds(Math.max(1, silence.toMillis())));
    }

    /** Gives the connection back; it is used again only when the answer was read to its end and left nothing behind. */
    public void giveBack(BodyReader body) {
        body.letGo();
        if (returned) {
            return;
        }
        boolean clean = false;
        try {
            clean = keepsAlive && body.leavesConnectionClean();
        } catch (IOException _) {
            clean = false; // a connection that cannot even be asked is not clean
        }
        giveBack(clean);
    }

    /** Gives the connection up. */
    public void giveUp() {
        giveBack(false);
    }

    private void giveBack(boolean clean) {
        if (!returned) {
            returned = true;
            boolean intact = exchange.end() && clean;
            if (!intact) {
                endpoint.close(CloseMode.IMMEDIATE);
            } else if (wakes) {
                endpoint.setSocketTimeout(Timeout.DISABLED); // the next call on it may think for longer
            }
            pool.release(endpoint, null, intact ? TimeValue.NEG_ONE_MILLISECOND : null);
        }
    }
}
