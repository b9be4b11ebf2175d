package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** How often a failed call is tried anew, and how long to wait before. */
final class RetryRules {
    private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(8);
    private static final Duration RETRY_AFTER_WAITED_FOR_MAX = Duration.ofSeconds(60);
    private static final Duration OVERALL_MAX = Duration.ofHours(1);

    /** However many somebody wishes for, in a request, a key, a team or the configuration. */
    private static final int RETRIES_MAX = 10;

    private static final double JITTER = 0.25;

    private final RoutingSettings settings;
    private final RoutingRequest.Overrides request;

    RetryRules(RoutingSettings settings, RoutingRequest.Overrides request) {
        this.settings = settings;
        this.request = request;
    }

    /** Retries allowed for this failure in all. A policy that names the kind of failure has the say. */
    int allowed(Leg leg, UpstreamFailure failure) {
        RoutingSettings.Failures failures = settings.failures();
        RetryPolicy policy = failures.retryPolicyByGroup()
                .getOrDefault(
                        leg.name,
                        failures.retryPolicyByGroup().getOrDefault(leg.group().name(), failures.retryPolicy()));
        OptionalInt named = policy.retriesFor(failure.kind());
        if (named.isPresent()) {
            return Math.min(named.getAsInt(), RETRIES_MAX);
        }
        return worthRetrying(leg, failure) ? ordinary(leg) : 0;
    }

    private int ordinary(Leg leg) {
        if (request.retries() != null) {
            return Math.min(request.retries(), RETRIES_MAX);
        }
        Deployment called = leg.lastCalled;
        Integer own = called == null ? null : called.failureRules().retries();
        return Math.min(own != null ? own : settings.failures().retries(), RETRIES_MAX);
    }

    private boolean worthRetrying(Leg leg, UpstreamFailure failure) {
        if (FallbackPlan.isContextWindow(failure)
                && settings.fallbacks().contextWindow().configured()) {
            return false;
        }
        if (FallbackPlan.isContentPolicy(failure)
                && settings.fallbacks().contentPolicy().configured()) {
            return false;
        }
        return switch (failure.kind().retry()) {
            case NEVER -> false;
            case ELSEWHERE -> leg.group().size() > 1;
            case ALWAYS -> true;
        };
    }

    /** How long all attempts may take together, if one may take so long: no attempt begins after that. */
    static Duration overall(Duration attempt) {
        Duration all = attempt.plus(RETRY_AFTER_WAITED_FOR_MAX).multipliedBy(RETRIES_MAX + 1L);
        return all.compareTo(OVERALL_MAX) < 0 ? all : OVERALL_MAX;
    }

    /**
     * How long to wait before the next retry. Nothing when another deployment can take it; else what the upstream
     * asked for, or a back-off that doubles.
     */
    Duration pause(Leg leg, UpstreamFailure failure, Decision.Chosen next, RandomGenerator random) {
        boolean another = !leg.scope.failed().contains(next.deployment().id());
        if (another) {
            return Duration.ZERO;
        }
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        if (asked.isPositive() && asked.compareTo(RETRY_AFTER_WAITED_FOR_MAX) <= 0) {
            return asked;
        }
        double doubled = (double) PAUSE_FIRST.toMillis() * Math.pow(2, leg.retries);
        double bounded = Math.min(doubled, (double) PAUSE_MAX.toMillis());
        Duration backoff = Duration.ofMillis(Math.round(bounded * (1 - random.nextDouble() * JITTER)));
        Duration least = settings.failures().retryPauseMin();
        return backoff.compareTo(least) < 0 ? least : backoff;
    }
}
