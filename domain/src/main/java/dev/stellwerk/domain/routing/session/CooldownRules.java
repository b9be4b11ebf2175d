package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.ErrorClass.Blame;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.traffic.Cooldown;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.traffic.FailureCounts;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides after every failed attempt whether the deployment has to sit out, and for how long.
 *
 * <p>Two ways to decide: where failures are allowed by number, the number decides; elsewhere the failure rate of the
 * running minute does. A deployment that is the only one of its group is spared by the rate, and by a plain number when
 * its group has no fallback either.
 */
public final class CooldownRules {
    private static final int RATE_REQUESTS_MIN = 5;
    private static final double RATE_MAX = 0.5;
    private static final int HOPELESS_REQUESTS_MIN = 1000;
    private static final int ALLOWED_FAILS_DEFAULT = 3;

    private CooldownRules() {}

    /**
     * Counts a failure and tells the cooldown it leads to, if any. The caller puts it in force.
     *
     * @param standing what a cooldown would leave to others
     * @param type what was asked of it
     */
    public static Optional<Cooldown> afterFailure(
            Deployment deployment,
            Standing standing,
            CallType type,
            DeploymentTraffic traffic,
            UpstreamFailure failure,
            RoutingSettings.Failures settings,
            long nowNanos) {
        Duration length = length(deployment, failure, settings);
        if (settings.cooldownsDisabled() || length.isZero() || !counts(deployment, failure)) {
            return Optional.empty();
        }
        FailureCounts counts = traffic.countFailure(nowNanos);
        if (!trips(deployment, standing, traffic, failure, settings, counts, nowNanos)) {
            return Optional.empty();
        }
        boolean ofTypeOnly = failure.kind().blame() == Blame.AT_ONCE_FOR_CALL_TYPE;
        return Optional.of(new Cooldown(
                nowNanos + length.toNanos(),
                failure.status(),
                failure.kind().word(),
                length,
                ofTypeOnly ? type : null));
    }

    /** The deployment's own time, else what its upstream asked for, else the router's. */
    private static Duration length(Deployment deployment, UpstreamFailure failure, RoutingSettings.Failures settings) {
        Duration own = deployment.failureRules().cooldown();
        if (own != null) {
            return own;
        }
        return failure.retryAfter()
                .filter(Duration::isPositive)
                .map(asked -> asked.compareTo(settings.retryAfterMax()) > 0 ? settings.retryAfterMax() : asked)
                .orElse(settings.cooldown());
    }

    /** What one caller can bring about at will says nothing about a deployment. */
    private static boolean counts(Deployment deployment, UpstreamFailure failure) {
        if (deployment.wildcard() || failure.causedByCaller()) {
            return false;
        }
        if (deployment.failureRules().allowedFailsByClass().containsKey(failure.kind())) {
            return true;
        }
        return failure.blame() != Blame.NONE;
    }

    private static boolean trips(
            Deployment deployment,
            Standing standing,
            DeploymentTraffic traffic,
            UpstreamFailure failure,
            RoutingSettings.Failures settings,
            FailureCounts counts,
            long nowNanos) {
        ErrorClass kind = failure.kind();
        Integer ownForKind = deployment.failureRules().allowedFailsByClass().get(kind);
        if (ownForKind != null) {
            return fails(traffic, kind, settings, nowNanos) > ownForKind;
        }
        Integer own = deployment.failureRules().allowedFails();
        if (own != null) {
            return passes(own, standing, traffic, settings, nowNanos);
        }
        Integer routersForKind = settings.allowedFailsByClass().get(kind);
        if (routersForKind != null) {
            return fails(traffic, kind, settings, nowNanos) > routersForKind;
        }
        Integer allowed = allowedByRouter(settings);
        return allowed != null
                ? passes(allowed, standing, traffic, settings, nowNanos)
                : tripsByRate(standing != Standing.AMONG_OTHERS, failure, counts);
    }

    /** A plain number spares whom nobody could stand in for. Its failures are counted all the same. */
    private static boolean passes(
            int allowed,
            Standing standing,
            DeploymentTraffic traffic,
            RoutingSettings.Failures settings,
            long nowNanos) {
        return fails(traffic, null, settings, nowNanos) > allowed && standing != Standing.LONE;
    }

    private static @Nullable Integer allowedByRouter(RoutingSettings.Failures settings) {
        return settings.allowedFails() != null || settings.allowedFailsByClass().isEmpty()
                ? settings.allowedFails()
                : Integer.valueOf(ALLOWED_FAILS_DEFAULT);
    }

    private static int fails(
            DeploymentTraffic traffic, @Nullable ErrorClass kind, RoutingSettings.Failures settings, long nowNanos) {
        return traffic.countAgainstAllowance(kind, settings.cooldown(), nowNanos);
    }

    private static boolean tripsByRate(boolean alone, UpstreamFailure failure, FailureCounts counts) {
        if (counts.failureRate() == 1 && counts.total() >= HOPELESS_REQUESTS_MIN) {
            return true;
        }
        return switch (failure.blame()) {
            case AT_ONCE, AT_ONCE_FOR_CALL_TYPE -> true;
            case AT_ONCE_AMONG_OTHERS -> !alone;
            case BY_RATE -> !alone && counts.failureRate() > RATE_MAX && counts.total() >= RATE_REQUESTS_MIN;
            case NONE -> false;
        };
    }
}
