package dev.stellwerk.domain.routing.session;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.time.Reading;
import dev.stellwerk.domain.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one request as a state machine without I/O: what to call first, what to do after a failure, where to
 * fall back to, when to give up. A driver does what each {@link Step} says and reports back; in the gateway it blocks
 * on sockets, in the simulator it is an event queue.
 *
 * <p>Belongs to one request and one thread at a time. The constraints of the request hold on every attempt, whatever
 * leg it belongs to.
 */
public final class RoutingSession {
    private static final String LIMITS = "limits";
    private static final String AUTHORITY = "authority";
    private static final Reason WITHDRAWN =
            Reason.unfit("withdrawn", "was taken from the caller, or away, during the call");

    private final Router router;
    private final RoutingSettings settings;
    private final RoutingRequest request;
    private final SpentBudgets budgets;
    private final RandomGenerator random;
    private final Time time;
    private final BooleanSupplier retryBudget;
    private final RetryRules retryRules;
    private final FallbackPlan fallbackPlan;
    private final FallbackReach reach;
    private final Deque<Leg> legs = new ArrayDeque<>();
    private final Set<DeploymentId> failed = new HashSet<>();
    private int attempts;
    private long lastStartNanos;
    private @Nullable Failure lastFallbackFailure;
    private @Nullable CallRefusal moreTelling;
    private @Nullable UpstreamFailure afterPause;

    /**
     * Opens a session for one request.
     *
     * @param settings those in force for this caller
     * @param retryBudget takes one retry from the instance's budget; false when there is none left
     */
    public RoutingSession(
            Router router,
            CatalogSnapshot catalog,
            RoutingSettings settings,
            RoutingRequest request,
            SpentBudgets budgets,
            RandomGenerator random,
            Time time,
            BooleanSupplier retryBudget) {
        this.router = router;
        this.settings = settings;
        this.request = request;
        this.budgets = budgets;
        this.random = random;
        this.time = time;
        this.retryBudget = retryBudget;
        this.retryRules = new RetryRules(settings, request.overrides());
        this.fallbackPlan = new FallbackPlan(settings, request.overrides());
        this.reach = new FallbackReach(catalog, settings.fallbacks(), request);
    }

    /** The first step. */
    public Step start() {
        return switch (reach.resolveFirst()) {
            case Resolution.Unknown(String name) ->
                new Step.GiveUp(new CallRefusal.UnknownModel(name), FallbackReport.none(name));
            case Resolution.Group group -> {
                Leg first = legTo(group, Map.of(), 0);
                reach.begin(group);
                legs.push(first);
                RoutingRequest.Simulated simulated = request.overrides().simulated();
                yield simulated == null ? pick(first) : actOut(first, simulated);
            }
        };
    }

    /** The step after a {@link Step.Pause}. */
    public Step resume() {
        UpstreamFailure waitedFor = afterPause;
        if (waitedFor != null) {
            afterPause = null;
            return legFailed(current(), waitedFor);
        }
        return pick(current());
    }

    /** The step after a {@link Step.Call} that failed. Whether it leads to a cooldown was settled before. */
    public Step failed(UpstreamFailure failure) {
        Leg leg = current();
        if (leg.lastCalled != null) {
            failed.add(leg.lastCalled.id());
            leg.scope = leg.scope.withFailed(leg.lastCalled.id()).afresh();
        }
        return retryOrFallBack(leg, failure);
    }

    /** The step after a {@link Step.Call} that was not made, as the deployment turned out to be at its limit. */
    public Step full(LimitVerdict.Refused verdict) {
        Leg leg = current();
        var called = Objects.requireNonNull(leg.lastCalled, "nothing was to be called");
        LimitKind kind = verdict.charge().kind();
        var why = new Rejection(LIMITS, overLimit(kind, verdict));
        leg.scope = leg.scope.withFull(new AttemptScope.Full(called.id(), why, fullRefusal(leg, verdict)));
        return pick(leg);
    }

    private static Reason overLimit(LimitKind kind, LimitVerdict.Refused verdict) {
        return Reason.down(
                "over_" + kind.label(),
                () -> verdict.usage() + " of " + verdict.charge().limit() + " " + kind.label() + " this minute",
                verdict.retryAfter());
    }

    /**
     * The step after a {@link Step.Call} that was not made, as the caller is over a limit of its own for this group
     * alone. That is no failure of anybody: the group's fallbacks answer, if there are any.
     */
    public Step overModelLimit(CallRefusal.CallerRateLimited refusal) {
        Leg leg = current();
        if (legs.size() == 1 && !settings.fallbacks().atModelLimits()) {
            return new Step.GiveUp(refusal, FallbackReport.none(leg.name));
        }
        return legFailed(leg, refusal);
    }

    /** Whether a {@link Step.Call} would also lie within constraints that came into force meanwhile. */
    public boolean liesWithin(Constraints now, Step.Call next) {
        AttemptScope scope = AttemptScope.only(next.decision().deployment().id());
        return decideWithin(now, scope, next.decision().pool()) instanceof Decision.Chosen;
    }

    /**
     * The step after a {@link Step.Call} that was not made, as it does not lie within constraints that came into force
     * meanwhile. Those that the request began with go on to hold. A group that refuses a request which begins now fails
     * with that refusal, whatever became of it before.
     */
    public Step outside(Constraints now) {
        for (Leg leg : legs) {
            leg.withdrawn = decideWithin(now, Leg.whole(leg.target), leg.group()) instanceof Decision.NobodyFits nobody
                    ? nobody.refusal()
                    : null;
        }
        return withdrawn();
    }

    /** The step after a {@link Step.Call} that was not made, as its deployment or group is no longer there for the caller. */
    public Step withdrawn() {
        Leg leg = current();
        var called = Objects.requireNonNull(leg.lastCalled, "nothing was to be called");
        CallRefusal refusal = leg.withdrawn == null
                ? new CallRefusal.NoDeployments(leg.group().name())
                : leg.withdrawn;
        leg.scope =
                leg.scope.withFull(new AttemptScope.Full(called.id(), new Rejection(AUTHORITY, WITHDRAWN), refusal));
        return pick(leg);
    }

    /** A decision of which nothing comes but the knowledge of how it would end. */
    private Decision decideWithin(Constraints now, AttemptScope scope, DeploymentPool group) {
        var judged = new RoutingRequest(request.model(), now, request.facts(), request.overrides(), List.of());
        return router.rehearsing().decide(group, scope, context(judged));
    }

    private CallRefusal fullRefusal(Leg leg, LimitVerdict.Refused verdict) {
        String group = leg.group().name();
        if (!settings.checks().enforceModelRateLimits()) {
            return new CallRefusal.NoneAvailable(
                    group,
                    verdict.retryAfter(),
                    List.of(),
                    false,
                    settings.checks().preCall());
        }
        LimitKind kind = verdict.charge().kind();
        return new CallRefusal.ModelRateLimited(
                group,
                kind,
                verdict.charge().limit(),
                kind == LimitKind.REQUESTS ? verdict.usage() + verdict.charge().amount() : verdict.usage(),
                verdict.forGood() ? Duration.ZERO : verdict.retryAfter());
    }

    // ---- one leg

    private static Leg legTo(Resolution.Group group, Map<String, Object> overrides, int depth) {
        return new Leg(group, group.requested(), Leg.whole(group), overrides, depth);
    }

    private Step pick(Leg leg) {
        return switch (decide(leg)) {
            case Decision.Chosen chosen -> call(leg, chosen);
            case Decision.NobodyFits nobody -> legFailed(leg, whyNobody(leg, nobody));
        };
    }

    private static Failure whyNobody(Leg leg, Decision.NobodyFits nobody) {
        if (leg.withdrawn != null) {
            return leg.withdrawn;
        }
        return leg.lastFailure != null ? leg.lastFailure : nobody.refusal();
    }

    private Decision decide(Leg leg) {
        return router.decide(leg.group(), leg.scope, context(request));
    }

    private DecisionContext context(RoutingRequest judged) {
        return new DecisionContext(
                judged,
                settings,
                budgets,
                random,
                Reading.of(time),
                new DecisionContext.Earlier(attempts, Collections.unmodifiableSet(failed)));
    }

    private Step call(Leg leg, Decision.Chosen chosen) {
        leg.lastCalled = chosen.deployment();
        AttemptBounds bounds = AttemptBounds.of(request.overrides(), chosen.deployment(), settings);
        if (attempts++ == 0) {
            lastStartNanos = time.nanos() + RetryRules.overall(bounds.whole()).toNanos();
        }
        return new Step.Call(chosen, bounds, leg.overrides, leg.name);
    }

    private Step retryOrFallBack(Leg leg, UpstreamFailure failure) {
        leg.lastFailure = failure;
        int allowed = retryRules.allowed(leg, failure);
        if (leg.retries >= allowed || !(decide(leg) instanceof Decision.Chosen next) || !retryBudget.getAsBoolean()) {
            return legFailed(leg, failure);
        }
        Duration pause = retryRules.pause(leg, failure, next, random);
        if (tooLate(pause)) {
            return legFailed(leg, failure);
        }
        leg.retries++;
        leg.retriesMax = allowed;
        return pause.isPositive() ? new Step.Pause(pause) : call(leg, next);
    }

    /** Whether an attempt that begins after this pause would begin too late. */
    private boolean tooLate(Duration pause) {
        return attempts > 0 && time.nanos() + pause.toNanos() - lastStartNanos > 0;
    }

    // ---- from leg to leg

    private Step legFailed(Leg leg, Failure failure) {
        leg.failure = failure;
        leg.targets.addAll(fallbackPlan.after(leg, failure));
        return nextTarget();
    }

    private Step nextTarget() {
        Leg leg = current();
        while (true) {
            Leg.Target target = leg.targets.poll();
            if (target != null) {
                Leg next = tooLate(Duration.ZERO) ? null : enter(leg, target);
                if (next != null) {
                    legs.push(next);
                    return pick(next);
                }
                continue;
            }
            if (legs.size() == 1) {
                return giveUp(leg);
            }
            remember(leg);
            legs.pop();
            leg = current();
            if (leg.withdrawn != null) {
                leg.failure = leg.withdrawn;
            }
        }
    }

    private @Nullable Leg enter(Leg from, Leg.Target target) {
        return switch (target) {
            case Leg.Target.Tier(int order) ->
                new Leg(from.target, from.name, AttemptScope.tier(order), from.overrides, from.depth);
            case Leg.Target.RestOfGroup _ ->
                new Leg(from.target, from.name, from.scope.leavingFailedOut(), from.overrides, from.depth);
            case Leg.Target.Elsewhere(FallbackTarget fallback) -> enterElsewhere(from, fallback);
        };
    }

    private @Nullable Leg enterElsewhere(Leg from, FallbackTarget target) {
        Resolution.Group group = reach.visit(from, target);
        return group == null ? null : legTo(group, target.overrides(), from.depth + 1);
    }

    /**
     * Whether an answer that the deployment's own filter has cut counts as a failure, because there is another group to
     * be asked instead. What follows then is {@link #failed}.
     */
    public boolean replacesFilteredAnswers() {
        Leg leg = current();
        List<FallbackTarget> targets = fallbackPlan.afterFilteredAnswer(leg);
        if (targets == null) {
            return false;
        }
        for (FallbackTarget target : targets) {
            if (reach.reachable(leg, target) != null) {
                return true;
            }
        }
        return false;
    }

    private void remember(Leg leg) {
        if (leg.partial() || leg.failure == null) {
            return;
        }
        lastFallbackFailure = leg.failure;
        if (leg.failure instanceof CallRefusal refusal && saysMore(refusal.meant())) {
            moreTelling = refusal;
        }
    }

    private static boolean saysMore(CallRefusal refusal) {
        return refusal instanceof CallRefusal.TagsDenied || refusal instanceof CallRefusal.NoneAvailable;
    }

    /**
     * The first group's failure is what the client sees, with two exceptions: of several tag refusals the last one, and
     * instead of "nothing in this region" a fallback inside the region that is only down for a while.
     */
    private Step giveUp(Leg first) {
        Failure failure = Objects.requireNonNull(first.failure);
        if (moreTelling != null && saysLess(failure.meant(), moreTelling.meant())) {
            failure = moreTelling;
        }
        List<FallbackTarget> configured = fallbackPlan.elsewhere(first, Objects.requireNonNull(first.failure));
        return new Step.GiveUp(failure, reach.report(first, configured, lastFallbackFailure));
    }

    private static boolean saysLess(Failure first, CallRefusal later) {
        return (first instanceof CallRefusal.TagsDenied && later instanceof CallRefusal.TagsDenied)
                || (first instanceof CallRefusal.RegionUnavailable && later instanceof CallRefusal.NoneAvailable);
    }

    // ---- acted-out failures

    private Step actOut(Leg leg, RoutingRequest.Simulated simulated) {
        UpstreamFailure failure = UpstreamFailure.actedOut(simulated.kind(), null);
        return switch (simulated) {
            case RATE_LIMIT -> retryOrFallBack(leg, failure);
            case FAILURE, CONTEXT_WINDOW, CONTENT_POLICY -> legFailed(leg, failure);
            case TIMEOUT -> actOutTimeout();
        };
    }

    private Step actOutTimeout() {
        Duration own = request.overrides().timeout();
        Duration wait = own != null ? own : settings.timeouts().whole();
        afterPause = UpstreamFailure.actedOut(ErrorClass.TIMEOUT, wait);
        return new Step.Pause(wait);
    }

    // ---- what the answer's head tells

    private Leg current() {
        return Objects.requireNonNull(legs.peek(), "the session has not been started");
    }

    /** How the last deployment called stands in its group: what a cooldown of it would leave to others. */
    public Standing standing() {
        Leg leg = current();
        if (leg.group().size() > 1) {
            return Standing.AMONG_OTHERS;
        }
        return reach.leavesAlone(leg) ? Standing.LONE : Standing.SINGLE;
    }

    /** Retries used with the target that answers, or failed last. */
    public int attemptedRetries() {
        Leg leg = legs.peek();
        return leg == null ? 0 : leg.retries;
    }

    /** Retries that were allowed; null when none was needed. */
    public @Nullable Integer retriesMax() {
        Leg leg = legs.peek();
        return leg == null ? null : leg.retriesMax;
    }

    /** Fallback targets tried; order tiers are not among them. */
    public int attemptedFallbacks() {
        return reach.targets();
    }
}
