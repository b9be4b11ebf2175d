package dev.stellwerk.application.completion;

import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.id.DeploymentId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls to one deployment within its concurrency: those over it wait for a place instead of failing. One gate a
 * deployment, as many as the configuration has.
 */
final class ConcurrencyGates {
    private static final long LOOK_UP_MILLIS = 100;
    private static final int TOKENS_PER_PARALLEL_REQUEST = 6000;

    private record Gate(int places, Semaphore free) {}

    private final ConcurrentMap<DeploymentId, Gate> gates = new ConcurrentHashMap<>();

    /** A place that was taken; giving it back twice gives it back once. */
    interface Place {
        /** For deployments without a bound. */
        Place UNBOUNDED = () -> {};

        void giveBack();

        /** Whether it was not free at once. */
        default boolean waited() {
            return false;
        }
    }

    /**
     * Waits for a place, no longer than {@code wait}.
     *
     * @return null when the time was over or the client left
     */
    @Nullable
    Place enter(Deployment deployment, @Nullable Integer placesElsewhere, Duration wait, Cancellation cancellation) {
        int places = places(deployment.capacity(), placesElsewhere);
        if (places == Integer.MAX_VALUE) {
            return Place.UNBOUNDED;
        }
        Gate gate = gate(deployment.id(), places);
        if (gate.free.tryAcquire()) {
            return new Taken(gate, false);
        }
        return waitFor(gate.free, wait, cancellation) ? new Taken(gate, true) : null;
    }

    private Gate gate(DeploymentId id, int places) {
        Gate known = gates.get(id);
        return known != null && known.places == places
                ? known
                : gates.compute(
                        id,
                        (_, old) ->
                                old != null && old.places == places ? old : new Gate(places, new Semaphore(places)));
    }

    private static boolean waitFor(Semaphore free, Duration wait, Cancellation cancellation) {
        long left = wait.toMillis();
        try {
            while (left > 0 && !cancellation.cancelled()) {
                long turn = Math.min(left, LOOK_UP_MILLIS);
                if (free.tryAcquire(turn, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                left -= turn;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private record Taken(Gate gate, boolean waited, AtomicBoolean held) implements Place {
        Taken(Gate gate, boolean waited) {
            this(gate, waited, new AtomicBoolean(true));
        }

        @Override
        public void giveBack() {
            if (held.compareAndSet(true, false)) {
                gate.free.release();
            }
        }
    }

    /** The deployment's own bound, else what its limits per minute suggest, else the router's. */
    private static int places(Capacity capacity, @Nullable Integer placesElsewhere) {
        if (capacity.parallelRequestsMax() != null) {
            return Math.max(1, capacity.parallelRequestsMax());
        }
        if (capacity.requestsPerMinute() != null && capacity.requestsPerMinute() > 0) {
            return (int) Math.min(Integer.MAX_VALUE, capacity.requestsPerMinute());
        }
        if (capacity.tokensPerMinute() != null && capacity.tokensPerMinute() > 0) {
            return Math.clamp(capacity.tokensPerMinute() / TOKENS_PER_PARALLEL_REQUEST, 1, Integer.MAX_VALUE);
        }
        return placesElsewhere != null ? Math.max(1, placesElsewhere) : Integer.MAX_VALUE;
    }
}
