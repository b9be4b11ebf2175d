package dev.stellwerk.application.completion;

import dev.stellwerk.application.access.CallerLimits;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.LimitStore;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.routing.session.Step;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places that one call takes: in the limits of its caller and of the deployments, in their gates, and among the
 * calls in flight. Each attempt gives back its own; {@link #close} gives back whatever is left. Belongs to one call and
 * its thread.
 */
final class CallPlaces implements AutoCloseable {
    private final Reservations reservations;
    private final ConcurrencyGates gates;
    private final Admitted admitted;
    private final boolean actedOut;
    private boolean departed;
    private ConcurrencyGates.@Nullable Place place;
    private DeploymentTraffic.@Nullable Lease lease;

    /** @param actedOut the request brings its answer with it, and takes nothing of a deployment */
    CallPlaces(LimitStore limits, ConcurrencyGates gates, Admitted admitted, boolean actedOut) {
        this.reservations = new Reservations(limits);
        this.gates = gates;
        this.admitted = admitted;
        this.actedOut = actedOut;
    }

    /**
     * Takes from limits what an attempt needs, and holds its claims, all or nothing. A deployment's limits per minute
     * are held where they are enforced, or where the strategy reckons with them.
     */
    LimitVerdict reserve(Step.Call next, List<Claim> claims) {
        Decision.Chosen chosen = next.decision();
        boolean hard = !actedOut
                && (admitted.settings().checks().enforceModelRateLimits()
                        || chosen.candidates().limitsHold());
        Facts facts = admitted.request().facts();
        List<Charge> ofCaller = CallerLimits.charges(
                admitted.caller(), next.group(), chosen.pool().name(), facts.promptTokens());
        return reservations.take(
                ofCaller, chosen.deployment(), hard, facts.promptTokens(), facts.outputTokensMax(), claims);
    }

    /** Waits for a place among the deployment's parallel requests; false when none became free or the client left. */
    boolean enter(Deployment deployment, Duration wait, Cancellation cancellation) {
        place = actedOut
                ? ConcurrencyGates.Place.UNBOUNDED
                : gates.enter(deployment, admitted.settings().checks().parallelRequestsMax(), wait, cancellation);
        return place != null;
    }

    /** Whether the last place was waited for: what was known before may have changed. */
    boolean waited() {
        return place != null && place.waited();
    }

    /** The attempt goes out. */
    void depart(DeploymentTraffic traffic) {
        departed = true;
        lease = actedOut ? null : traffic.enter();
    }

    /** Whether the last attempt went out. */
    boolean departed() {
        return departed;
    }

    /** The attempt no longer occupies its deployment. Doing it twice does it once. */
    void arrive() {
        try {
            if (lease != null) {
                lease.close();
            }
        } finally {
            if (place != null) {
                place.giveBack();
            }
        }
    }

    /** The attempt is over: of its tokens only those used stay taken. */
    void settle(TokenUsage usage) {
        reservations.attemptEnded(usage);
    }

    /** The next attempt begins: what the last one took it has given back. */
    void next() {
        departed = false;
        place = null;
        lease = null;
    }

    @Override
    public void close() {
        try {
            arrive();
        } finally {
            reservations.callEnded();
        }
    }
}
