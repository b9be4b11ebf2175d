package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which targets follow after a leg has failed, in order. */
final class FallbackPlan {
    private final RoutingSettings settings;
    private final RoutingRequest.Overrides request;

    FallbackPlan(RoutingSettings settings, RoutingRequest.Overrides request) {
        this.settings = settings;
        this.request = request;
    }

    List<Leg.Target> after(Leg leg, Failure failure) {
        var plan = new ArrayList<Leg.Target>();
        if (leg.partial() || failure.meant() instanceof CallRefusal.ContinuationDenied) {
            return plan;
        }
        boolean ofGroup = failure instanceof CallRefusal.CallerRateLimited; // whichever of its deployments answers
        if (!ofGroup && !isContextWindow(failure) && !isContentPolicy(failure)) {
            addLaterTiers(plan, leg);
            if (mayFailOver(leg, failure)) {
                plan.add(new Leg.Target.RestOfGroup());
            }
        }
        if (failure.meant() instanceof CallRefusal.RegionUnavailable && request.customerFallback() != null) {
            plan.add(new Leg.Target.Elsewhere(FallbackTarget.to(request.customerFallback())));
        }
        List<FallbackTarget> elsewhere = elsewhere(leg, failure);
        if (elsewhere != null) {
            elsewhere.forEach(target -> plan.add(new Leg.Target.Elsewhere(target)));
        }
        return plan;
    }

    private static void addLaterTiers(List<Leg.Target> plan, Leg leg) {
        Integer failedTier = leg.lastCalled == null ? null : leg.lastCalled.order();
        if (leg.scope.only() != null || failedTier == null) {
            return;
        }
        for (int order : leg.group().orders()) {
            if (order > failedTier) {
                plan.add(new Leg.Target.Tier(order));
            }
        }
    }

    private boolean mayFailOver(Leg leg, Failure failure) {
        return settings.fallbacks().weightedFailover()
                && failure instanceof UpstreamFailure
                && settings.strategyOf(leg.group()).equals(RoutingSettings.DEFAULT_STRATEGY);
    }

    /** The other groups that follow; null when nothing is configured for this kind of failure. */
    @Nullable
    List<FallbackTarget> elsewhere(Leg leg, Failure failure) {
        if (request.fallbacksDisabled()) {
            return null;
        }
        if (request.fallbacks() != null) {
            return request.fallbacks();
        }
        RoutingSettings.FallbackRules rules = settings.fallbacks();
        Fallbacks kind = rules.general();
        if (isContextWindow(failure) && rules.contextWindow().configured()) {
            kind = rules.contextWindow();
        } else if (isContentPolicy(failure) && rules.contentPolicy().configured()) {
            kind = rules.contentPolicy();
        }
        return kind.of(leg.name, leg.group().name());
    }

    /**
     * The groups that take over when a deployment's own filter cut its answer; null when that answer stands. General
     * fallbacks are for failures, and such an answer is none, unless they are meant for everything.
     */
    @Nullable
    List<FallbackTarget> afterFilteredAnswer(Leg leg) {
        RoutingSettings.FallbackRules rules = settings.fallbacks();
        if (request.fallbacksDisabled()) {
            return null;
        }
        if (request.fallbacks() != null) {
            return request.fallbacks();
        }
        return rules.contentPolicy().configured()
                ? rules.contentPolicy().of(leg.name, leg.group().name())
                : rules.general().byGroup().get("*");
    }

    static boolean isContextWindow(Failure failure) {
        return failure.meant() instanceof CallRefusal.ContextWindowExceeded
                || (failure instanceof UpstreamFailure upstream
                        && upstream.kind() == ErrorClass.CONTEXT_WINDOW_EXCEEDED);
    }

    static boolean isContentPolicy(Failure failure) {
        return failure instanceof UpstreamFailure upstream && upstream.kind() == ErrorClass.CONTENT_POLICY_VIOLATION;
    }
}
