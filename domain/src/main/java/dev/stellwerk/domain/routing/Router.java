package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The whole routing rule: hard filters, then preferences, then one choice. Pure: live traffic, explanations and the
 * simulator all call {@link #decide}.
 */
public final class Router {
    private final List<DeploymentFilter> filters;
    private final Map<String, RoutingStrategy> strategies;

    /**
     * @param filters in the order in which they run
     * @param strategies by the key that {@link RoutingSettings#strategyOf} gives
     */
    public Router(List<DeploymentFilter> filters, Map<String, RoutingStrategy> strategies) {
        this.filters = List.copyOf(filters);
        this.strategies = Map.copyOf(strategies);
    }

    /** Decides one attempt. */
    public Decision decide(DeploymentPool group, AttemptScope scope, DecisionContext context) {
        DeploymentId only = scope.only();
        String name = context.settings().strategyOf(group);
        RoutingStrategy strategy = strategy(name);
        CandidateSet candidates = only == null
                ? CandidateSet.all(group, strategy.respectsCapacity())
                : CandidateSet.only(group, group.indexOf(only));
        if (group.size() == 0) {
            return new Decision.NobodyFits(candidates, new CallRefusal.NoDeployments(group.name()));
        }
        int pinned = Pin.place(group, scope, context.request());
        for (DeploymentFilter filter : filters) {
            if (only != null && !filter.holdsForCallsById()) {
                continue;
            }
            filter.apply(candidates, context);
            if (candidates.isEmpty() && !Pin.denied(candidates, pinned)) {
                return new Decision.NobodyFits(candidates, filter.refusal(candidates, context));
            }
            if (candidates.isEmpty()) {
                break;
            }
        }
        if (Pin.denied(candidates, pinned)) {
            return new Decision.NobodyFits(candidates, Pin.refusal(candidates, pinned));
        }
        for (AttemptScope.Full full : scope.full()) {
            candidates.remove(group.indexOf(full.id()), full.why());
            if (candidates.isEmpty()) {
                return new Decision.NobodyFits(candidates, full.refusal());
            }
        }
        if (pinned >= 0 && candidates.inPlay(pinned)) {
            return new Decision.Chosen(candidates, pinned, candidates.eligible(), name, true);
        }
        if (only == null && !keepTier(candidates, scope)) {
            return new Decision.NobodyFits(candidates, context.noneAvailable(candidates));
        }
        if (scope.leaveFailedOut() && !dropFailed(candidates, scope)) {
            return new Decision.NobodyFits(candidates, context.noneAvailable(candidates));
        }
        return choose(candidates, scope, context, name, strategy);
    }

    /** Keeps the tier asked for, or the lowest in play; deployments without an order leave when others have one. */
    private static boolean keepTier(CandidateSet candidates, AttemptScope scope) {
        for (Map.Entry<Integer, long[]> tier : candidates.pool().tiers()) {
            boolean wanted = scope.tier() == null || scope.tier().equals(tier.getKey());
            if (wanted && candidates.anyOf(tier.getValue())) {
                candidates.keepOnly(tier.getValue(), new Rejection.LaterTier(tier.getKey()));
                return true;
            }
        }
        return scope.tier() == null;
    }

    private static boolean dropFailed(CandidateSet candidates, AttemptScope scope) {
        candidates.removeIf(d -> scope.failed().contains(d.id()), new Rejection.OutOfService("failed_before"));
        return !candidates.isEmpty();
    }

    private static Decision choose(
            CandidateSet candidates,
            AttemptScope scope,
            DecisionContext context,
            String name,
            RoutingStrategy strategy) {
        EligibleSet eligible = preferUntried(candidates.eligible(), scope, candidates);
        int preferred = Favourites.choose(eligible, context);
        int choice = eligible.count() == 1 ? 0 : preferred;
        if (choice < 0) {
            choice = strategy.choose(eligible, context);
        }
        return new Decision.Chosen(candidates, eligible.place(choice), eligible, name, preferred >= 0);
    }

    /** Whoever failed in this request waits until the others were tried. */
    private static EligibleSet preferUntried(EligibleSet eligible, AttemptScope scope, CandidateSet candidates) {
        if (scope.failed().isEmpty() || eligible.count() == 1) {
            return eligible;
        }
        var untried = new int[eligible.count()];
        int count = 0;
        for (int i = 0; i < eligible.count(); i++) {
            if (!scope.failed().contains(eligible.deployment(i).id())) {
                untried[count++] = eligible.place(i);
            }
        }
        return count == 0 ? eligible : new EligibleSet(candidates.pool(), Arrays.copyOf(untried, count));
    }

    /** The strategy configured under this key. */
    public RoutingStrategy strategy(String key) {
        return Objects.requireNonNull(strategies.get(key), () -> "no strategy under '" + key + "'");
    }

    /** Whether a strategy of this key exists. */
    public boolean knowsStrategy(String key) {
        return strategies.containsKey(key);
    }
}
