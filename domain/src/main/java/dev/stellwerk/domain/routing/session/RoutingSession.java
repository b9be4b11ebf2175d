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
import dev.stellwerk.domain.routing.AttemptScope;
import dev.stellwerk.domain.routing.Decision;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.Router;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.request.RoutingRequest;
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
import java.util.Optional;
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

    private final Router router;
    private final CatalogSnapshot catalog;
    private final RoutingSettings settings;
    private final RoutingRequest request;
    private final SpentBudgets budgets;
    private final RandomGenerator random;
    private final Time time;
    private final BooleanSupplier retryBudget;
    private final RetryRules retryRules;
    private final FallbackPlan fallbackPlan;
    private final Deque<Leg> legs = new ArrayDeque<>();
    private final Set<FallbackTarget> tried = new HashSet<>();
    private final Set<DeploymentId> failed = new HashSet<>();
    private int attempts;
    private int fallbacksTried;
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
        this.catalog = catalog;
        this.settings = settings;
        this.request = request;
        this.budgets = budgets;
        this.random = random;
        this.time = time;
        this.retryBudget = retryBudget;
        this.retryRules = new RetryRules(settings, request.overrides());
        this.fallbackPlan = new FallbackPlan(settings, request.overrides());
    }

    /** The first step. */
    public Step start() {
        return switch (catalog.resolve(request.model(), request.constraints().teamId())) {
            case Resolution.Unknown unknown ->
                new Step.GiveUp(new CallRefusal.UnknownModel(unknown.requested()), unknown.requested(), null, null);
            case Resolution.Group group -> {
                Leg first = legTo(group, group.requested(), Map.of());
                tried.add(FallbackTarget.to(group.requested()));
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

    private CallRefusal fullRefusal(Leg leg, LimitVerdict.Refused verdict) {
        String group = leg.group().name();
        if (!settings.checks().enforceModelRateLimits()) {
            return new CallRefusal.NoneAvailable(group, verdict.retryAfter(), List.of());
        }
        boolean requests = verdict.charge().kind() == LimitKind.REQUESTS;
        return new CallRefusal.ModelRateLimited(
                group,
                requests ? "RPM" : "TPM",
                verdict.charge().limit(),
                requests ? verdict.usage() + verdict.charge().amount() : verdict.usage(),
                verdict.retryAfter());
    }

    // ---- one leg

    private Leg legTo(Resolution.Group group, String name, Map<String, Object> overrides) {
        AttemptScope scope = group.only() == null ? AttemptScope.WHOLE_GROUP : AttemptScope.only(group.only());
        return new Leg(group, name, scope, overrides);
    }

    private Step pick(Leg leg) {
        return switch (decide(leg)) {
            case Decision.Chosen chosen -> call(leg, chosen);
            case Decision.NobodyFits nobody ->
                legFailed(leg, leg.lastFailure != null ? leg.lastFailure : nobody.refusal());
        };
    }

    private Decision decide(Leg leg) {
        return router.decide(leg.group(), leg.scope, context());
    }

    private DecisionContext context() {
        return new DecisionContext(
                request,
                settings,
                budgets,
                random,
                Reading.of(time),
                new DecisionContext.Earlier(attempts, Collections.unmodifiableSet(failed)));
    }

    private Step call(Leg leg, Decision.Chosen chosen) {
        leg.lastCalled = chosen.deployment();
        attempts++;
        AttemptBounds bounds = AttemptBounds.of(request.overrides(), chosen.deployment(), settings);
        return new Step.Call(chosen, bounds, leg.overrides, leg.name);
    }

    private Step retryOrFallBack(Leg leg, UpstreamFailure failure) {
        leg.lastFailure = failure;
        int allowed = retryRules.allowed(leg, failure);
        if (leg.retries >= allowed || !(decide(leg) instanceof Decision.Chosen next) || !retryBudget.getAsBoolean()) {
            return legFailed(leg, failure);
        }
        Duration pause = retryRules.pause(leg, failure, next, random);
        leg.retries++;
        leg.retriesMax = allowed;
        return pause.isPositive() ? new Step.Pause(pause) : call(leg, next);
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
                Leg next = enter(leg, target);
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
        }
    }

    private @Nullable Leg enter(Leg from, Leg.Target target) {
        return switch (target) {
            case Leg.Target.Tier(int order) ->
                new Leg(from.target, from.name, AttemptScope.tier(order), from.overrides);
            case Leg.Target.RestOfGroup _ ->
                new Leg(from.target, from.name, from.scope.leavingFailedOut(), from.overrides);
            case Leg.Target.Elsewhere(FallbackTarget fallback) -> enterElsewhere(from, fallback);
        };
    }

    private @Nullable Leg enterElsewhere(Leg from, FallbackTarget target) {
        Resolution.Group group = reachable(from, target);
        if (group == null) {
            return null;
        }
        tried.add(target);
        fallbacksTried++;
        return legTo(group, group.requested(), target.overrides());
    }

    /** A target that leads nowhere, was tried, or may not be used by this caller is passed over. */
    private Resolution.@Nullable Group reachable(Leg from, FallbackTarget target) {
        Integer ownMax = request.overrides().fallbacksMax();
        int fallbacksMax = ownMax != null ? ownMax : settings.fallbacks().fallbacksMax();
        if (fallbacksTried >= fallbacksMax || tried.contains(target)) {
            return null;
        }
        String name = target.model() == null ? from.name : target.model();
        return catalog.resolve(name, request.constraints().teamId()) instanceof Resolution.Group group
                        && request.constraints()
                                .mayUse()
                                .test(name, group.pool().name())
                ? group
                : null;
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
            if (reachable(leg, target) != null) {
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
        List<String> names = configured == null
                ? null
                : configured.stream()
                        .map(target -> target.model() == null ? first.name : target.model())
                        .toList();
        return new Step.GiveUp(failure, first.name, names, lastFallbackFailure);
    }

    private static boolean saysLess(Failure first, CallRefusal later) {
        return (first instanceof CallRefusal.TagsDenied && later instanceof CallRefusal.TagsDenied)
                || (first instanceof CallRefusal.RegionUnavailable && later instanceof CallRefusal.NoneAvailable);
    }

    // ---- acted-out failures

    private Step actOut(Leg leg, RoutingRequest.Simulated simulated) {
        String model = leg.name;
        return switch (simulated) {
            case RATE_LIMIT ->
                retryOrFallBack(
                        leg,
                        UpstreamFailure.of(
                                ErrorClass.RATE_LIMIT,
                                429,
                                "This is a mock exception for model=" + model + ", to trigger a rate limit error."));
            case FAILURE ->
                legFailed(
                        leg,
                        UpstreamFailure.of(
                                ErrorClass.INTERNAL_SERVER,
                                500,
                                "This is a mock exception for model=" + model + ", to trigger a fallback."));
            case CONTEXT_WINDOW ->
                legFailed(
                        leg,
                        UpstreamFailure.of(
                                ErrorClass.CONTEXT_WINDOW_EXCEEDED,
                                400,
                                "This is a mock exception for model=" + model
                                        + ", to trigger a context window fallback."));
            case CONTENT_POLICY ->
                legFailed(
                        leg,
                        UpstreamFailure.of(
                                ErrorClass.CONTENT_POLICY_VIOLATION,
                                400,
                                "This is a mock exception for model=" + model
                                        + ", to trigger a content policy fallback."));
            case TIMEOUT -> actOutTimeout();
        };
    }

    private Step actOutTimeout() {
        Duration own = request.overrides().timeout();
        Duration wait = own != null ? own : settings.timeouts().whole();
        afterPause = new UpstreamFailure(
                ErrorClass.TIMEOUT, 408, "This is a mock timeout.", Optional.empty(), null, null, null, wait, true);
        return new Step.Pause(wait);
    }

    // ---- what the answer's head tells

    private Leg current() {
        return Objects.requireNonNull(legs.peek(), "the session has not been started");
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
        return fallbacksTried;
    }
}
