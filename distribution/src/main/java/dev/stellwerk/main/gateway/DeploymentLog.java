package dev.stellwerk.main.gateway;

import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.time.Time;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.TrafficBoard;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells the operator of deployments that go out of service and come back: one line a change, never one a call. It looks
 * at what calls have learned twice a second from a thread of its own, so that calls pay nothing for it and a deployment
 * that goes to and fro cannot flood the log. What begins and ends between two looks is not told.
 */
final class DeploymentLog implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    private static final double SECOND_MILLIS = 1000;

    private final TrafficBoard board;
    private final Map<DeploymentId, String> refusedCredentials;
    private final Time time;
    private final Consumer<String> warn;
    private final Consumer<String> inform;
    private final CountDownLatch closed = new CountDownLatch(1);

    // what was told and still holds; one thread only
    private final Map<DeploymentId, String> resting = new HashMap<>();
    private final Map<DeploymentId, String> refused = new HashMap<>();

    /**
     * Tells nothing before it is asked to {@link #look}.
     *
     * @param refusedCredentials by deployment, the answer that the gateway's own credential got
     * @param warn takes a line about something that went wrong
     * @param inform takes a line about something that is in order again
     */
    DeploymentLog(
            TrafficBoard board,
            Map<DeploymentId, String> refusedCredentials,
            Time time,
            Consumer<String> warn,
            Consumer<String> inform) {
        this.board = board;
        this.refusedCredentials = refusedCredentials;
        this.time = time;
        this.warn = warn;
        this.inform = inform;
    }

    /** Looks again and again, on a thread of its own, until it is closed. */
    DeploymentLog start(ThreadFactory threads) {
        threads.newThread(this::lookOn).start();
        return this;
    }

    private void lookOn() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells what has changed since the last look. */
    void look() {
        long now = time.nanos();
        board.all().forEach(traffic -> lookAt(traffic, now));
        refused.keySet().retainAll(refusedCredentials.keySet());
        refusedCredentials.forEach(this::tellRefused);
    }

    private void lookAt(DeploymentTraffic traffic, long now) {
        DeploymentId id = traffic.id();
        Cooldown cooldown = traffic.cooldown(now);
        if (cooldown == null) {
            if (!resting.isEmpty() && resting.remove(id) != null) {
                inform.accept("deployment " + id + " is back in service");
            }
            return;
        }
        String why = cooldown.status() + " " + cooldown.reason();
        if (!why.equals(resting.put(id, why))) {
            warn.accept("deployment " + id + " is out of service for " + seconds(cooldown) + ": " + why);
        }
    }

    private static String seconds(Cooldown cooldown) {
        double seconds = cooldown.length().toMillis() / SECOND_MILLIS;
        return (seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds)) + " s";
    }

    /** Said once until the upstream answers again; not when the line about its cooldown has just said it. */
    private void tellRefused(DeploymentId id, String answer) {
        if (refused.put(id, answer) == null && !answer.equals(resting.get(id))) {
            warn.accept("deployment " + id + ": its upstream refuses the gateway's credential: " + answer);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
