package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.EligibleSet;
import dev.stellwerk.domain.routing.guard.FilterRow;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.routing.guard.GuardedStrategy;
import dev.stellwerk.domain.routing.guard.ShareOut;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The whole routing rule: hard filters, then preferences, then one choice. Pure: live traffic, explanations and the
 * simulator all call {@link #decide}.
 */
public final class Router {
    private static final String ORDER = "order";
    private static final String FAILED_BEFORE = "health";
    private static final Reason FAILED = Reason.down("failed_before", "cannot be called as configured: failed_before");

    /** Stages that keep out what only a change of the configuration can let in. */
    private static final Set<String> NEVER_SERVE = Set.of("health", "blocked");

    private final FilterRow filters;
    private final FilterRow passing;
    private final Map<String, GuardedStrategy> strategies;
    private final boolean rehearsing;

    /**
     * @param filters in the order in which they run
     * @param strategies by the key that the settings' {@code strategyOf} gives
     */
    public Router(List<GuardedFilter> filters, Map<String, GuardedStrategy> strategies) {
        this(
                new FilterRow(filters),
                new FilterRow(filters.stream()
                        .filter(filter -> !NEVER_SERVE.contains(filter.stage()))
                        .toList()),
                Map.copyOf(strategies),
                false);
    }

    /** @param passing those of the filters that say nothing of what can never serve */
    private Router(FilterRow filters, FilterRow passing, Map<String, GuardedStrategy> strategies, boolean rehearsing) {
        this.filters = filters;
        this.passing = passing;
        this.strategies = strategies;
        this.rehearsing = rehearsing;
    }

    /** The same router for decisions that are only talked about: they use no turn up. */
    public Router rehearsing() {
        return new Router(filters, passing, strategies, true);
    }

    /** Decides one attempt. */
    public Decision decide(DeploymentPool group, AttemptScope scope, DecisionContext context) {
        String name = context.settings().strategyOf(group);
        GuardedStrategy strategy = strategy(name);
        return new Deciding(group, scope, context, strategy.holdsLimits()).decide(name, strategy);
    }

    /** What each of those from whom one was chosen would get now; nothing is drawn from live chance. */
    public ShareOut shares(Decision.Chosen chosen, DecisionContext context) {
        EligibleSet eligible = chosen.eligible();
        if (eligible.count() == 1) {
            return new ShareOut(new double[] {1}, false);
        }
        return strategy(chosen.strategy())
                .shares(eligible, random -> view(chosen.pool(), context, random), seed(context));
    }

    /** The same question has the same answer, whoever asks and when. */
    private static long seed(DecisionContext context) {
        return Objects.hash(
                context.request().model(),
                context.request().constraints().tags().names());
    }

    private RoutingContext view(DeploymentPool group, DecisionContext context, RandomGenerator random) {
        return new ContextView(context, random, group.turns(rehearsing), SpendOfPool.of(context, group.budgets()));
    }

    /** The strategy configured under this key. */
    private GuardedStrategy strategy(String key) {
        return Objects.requireNonNull(strategies.get(key), () -> "no strategy under '" + key + "'");
    }

    /** Whether a strategy of this key exists. */
    public boolean knowsStrategy(String key) {
        return strategies.containsKey(key);
    }

    /** One decision under way. */
    private final class Deciding {
        private final DeploymentPool group;
        private final AttemptScope scope;
        private final DecisionContext context;
        private final RoutingContext shown;
        private final CandidateSet candidates;

        Deciding(DeploymentPool group, AttemptScope scope, DecisionContext context, boolean limitsHold) {
            this.group = group;
            this.scope = scope;
            this.context = context;
            this.shown = view(group, context, context.random());
            this.candidates = scope.only() == null
                    ? CandidateSet.all(group.view(), limitsHold)
                    : CandidateSet.only(group.view(), group.indexOf(scope.only()));
        }

        Decision decide(String name, GuardedStrategy strategy) {
            if (group.size() == 0) {
                return nobody(new CallRefusal.NoDeployments(group.name()));
            }
            int pinned = Pin.place(group, scope, context.request());
            CallRefusal refusal = filter(pinned);
            if (refusal == null) {
                refusal = leaveFullOut();
            }
            if (refusal != null) {
                return nobody(refusal);
            }
            if (pinned >= 0 && candidates.remains(pinned)) {
                return new Decision.Chosen(group, candidates, pinned, candidates.eligible(), name, true);
            }
            if ((scope.only() == null && !keepTier()) || (scope.leaveFailedOut() && !dropFailed())) {
                return nobody(new RefusalReading(candidates, context).noneAvailable());
            }
            return choose(name, strategy);
        }

        private Decision nobody(CallRefusal refusal) {
            // whoever calls a paused deployment by its id is told of the pause
            CallRefusal.NoneUsable never = refusal.meant() instanceof CallRefusal.Paused ? null : noneUsable();
            return new Decision.NobodyFits(group, candidates, never == null ? refusal : never);
        }

        /**
         * Set when the request fits deployments that can never be called as configured, and none that is only down or
         * full for now. A filter that came later blames the request for what the configuration lacks.
         */
        private CallRefusal.@Nullable NoneUsable noneUsable() {
            var unusable = new ArrayList<Integer>(0);
            var passing = new boolean[1];
            candidates.forEachRejected((place, why) -> {
                if (NEVER_SERVE.contains(why.stage()) && !why.reason().equals(FAILED.code())) {
                    unusable.add(place);
                } else {
                    passing[0] |= why.down();
                }
            });
            if (unusable.isEmpty() || passing[0]) {
                return null;
            }
            boolean nobodyElse = scope.only() != null || unusable.size() == group.size();
            List<Integer> fitting = nobodyElse ? unusable : fitting(unusable);
            if (fitting.isEmpty()) {
                return null;
            }
            var reasons = new TreeSet<String>();
            var variables = new TreeSet<String>();
            for (int place : fitting) {
                reasons.add(Objects.requireNonNull(candidates.rejection(place)).reason());
                variables.addAll(group.deployment(place).missingVariables());
            }
            return new CallRefusal.NoneUsable(group.name(), List.copyOf(reasons), List.copyOf(variables));
        }

        /** Those of them that every other filter would let pass. */
        private List<Integer> fitting(List<Integer> unusable) {
            CandidateSet others = CandidateSet.all(group.view(), false);
            others.lendTo(ORDER);
            for (int place = 0; place < group.size(); place++) {
                if (!unusable.contains(place)) {
                    others.remove(place, FAILED);
                }
            }
            others.takeBack();
            if (passing.run(others, shown) != null) {
                return List.of();
            }
            return unusable.stream().filter(others::remains).toList();
        }

        /** Runs the filters until nobody is left; null when somebody is. */
        private @Nullable CallRefusal filter(int pinned) {
            FilterRow.Stop stop = filters.run(candidates, shown);
            if (stop != null && stop.failed()) {
                return new CallRefusal.FilterFailed(stop.filter().name());
            }
            if (stop != null && !Pin.denied(candidates, pinned)) {
                return refusal(stop.filter());
            }
            return Pin.denied(candidates, pinned) ? Pin.refusal(candidates, pinned) : null;
        }

        private CallRefusal refusal(GuardedFilter filter) {
            Refusal said = filter.refusal(candidates, shown);
            return said == null
                    ? new CallRefusal.FilterFailed(filter.name())
                    : new RefusalReading(candidates, context).of(filter, said);
        }

        private @Nullable CallRefusal leaveFullOut() {
            for (AttemptScope.Full full : scope.full()) {
                remove(group.indexOf(full.id()), full.why().stage(), full.why().why());
                if (candidates.nobodyLeft()) {
                    return full.refusal();
                }
            }
            return null;
        }

        private void remove(int place, String stage, Reason why) {
            candidates.lendTo(stage);
            candidates.remove(place, why);
            candidates.takeBack();
        }

        /** Keeps the tier asked for, or the lowest in play; deployments without an order leave when others have one. */
        private boolean keepTier() {
            if (group.tiers().isEmpty()) {
                return scope.tier() == null;
            }
            for (Map.Entry<Integer, Places> tier : group.tiers().entrySet()) {
                boolean wanted = scope.tier() == null || scope.tier().equals(tier.getKey());
                if (wanted && candidates.anyRemains(tier.getValue())) {
                    candidates.lendTo(ORDER);
                    candidates.keepOnly(tier.getValue(), laterTier(tier.getKey()));
                    candidates.takeBack();
                    return true;
                }
            }
            return scope.tier() == null;
        }

        private static Reason laterTier(int inPlay) {
            return Reason.unfit("later_tier", () -> "only tier " + inPlay + " is in play");
        }

        private boolean dropFailed() {
            for (DeploymentId failed : scope.failed()) {
                int place = group.indexOf(failed);
                if (place >= 0) {
                    remove(place, FAILED_BEFORE, FAILED);
                }
            }
            return !candidates.nobodyLeft();
        }

        private Decision choose(String name, GuardedStrategy strategy) {
            EligibleSet eligible = preferUntried(candidates.eligible());
            int preferred = Favourites.choose(eligible, context);
            int choice = eligible.count() == 1 ? 0 : preferred;
            if (choice < 0) {
                choice = strategy.choose(eligible, shown);
            }
            return new Decision.Chosen(group, candidates, eligible.place(choice), eligible, name, preferred >= 0);
        }

        /** Whoever failed in this request waits until the others were tried. */
        private EligibleSet preferUntried(EligibleSet eligible) {
            return scope.failed().isEmpty() || eligible.count() == 1
                    ? eligible
                    : eligible.preferring(place ->
                            !scope.failed().contains(group.deployment(place).id()));
        }
    }
}
