package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ContextWindowExceeded.TooSmall;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.region.RegionRestriction;
import dev.stellwerk.domain.routing.candidates.CandidateSet;
import dev.stellwerk.domain.routing.candidates.Rejection;
import dev.stellwerk.domain.routing.guard.GuardedFilter;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a filter's word what the caller is told: the filter says what is the matter, the figures stand in the request
 * and in the reasons for which the deployments left.
 */
final class RefusalReading {
    private static final String COOLING_DOWN = "cooling_down";
    private static final String PROMPT_TOO_LONG = "prompt_too_long";
    private static final String OVER = "over_";
    private static final String OVER_REQUESTS = OVER + LimitKind.REQUESTS.label();
    private static final int WORDS_MAX = 500;

    private final CandidateSet candidates;
    private final DecisionContext context;
    private final String group;

    RefusalReading(CandidateSet candidates, DecisionContext context) {
        this.candidates = candidates;
        this.context = context;
        this.group = candidates.group().name();
    }

    /** What the filter wants to be told that has just removed the last candidate. */
    CallRefusal of(GuardedFilter filter, Refusal said) {
        List<Removed> own = removedBy(filter.stage());
        CallRefusal plain = plain(filter, said, own);
        return said.message().isEmpty()
                ? plain
                : plain.saying(oneLine(said.message().get()));
    }

    private CallRefusal plain(GuardedFilter filter, Refusal said, List<Removed> own) {
        return switch (said.kind()) {
            case BY_REASONS ->
                own.stream().anyMatch(removed -> removed.why.down()) ? later(said, own) : denied(filter, own);
            case DENIED -> denied(filter, own);
            case LATER -> later(said, own);
            case TAGS_DENIED ->
                new CallRefusal.TagsDenied(
                        group, context.request().constraints().tags().names());
            case REGION_DENIED ->
                new CallRefusal.RegionUnavailable(
                        group,
                        context.request().constraints().regions().stream()
                                .map(RegionRestriction::regions)
                                .toList());
            case PAUSED ->
                new CallRefusal.Paused(
                        candidates.calledById() ? own.getFirst().deployment.id() : group);
            case PROMPT_TOO_LONG -> new CallRefusal.ContextWindowExceeded(group, tooSmall(own));
            case UNSUPPORTED_PARAMETER ->
                new CallRefusal.UnsupportedParameter(group, said.parameter().orElse(""));
            case INVALID_REQUEST ->
                new CallRefusal.FilterFoundInvalid(
                        filter.name(), said.parameter().orElse(null));
            case RATE_LIMITED -> rateLimited(said, own);
            case BUDGET_SPENT ->
                new CallRefusal.RoutingBudgetSpent(
                        group, own.getFirst().why.detail(), soonest(said, own).orElse(Duration.ZERO));
            case UNAVAILABLE ->
                new CallRefusal.Unavailable(
                        filter.name(), atLeastASecond(soonest(said, own).orElse(Duration.ofSeconds(1))));
        };
    }

    /** Somebody who left, and why. */
    private record Removed(int place, DeploymentView deployment, Rejection why) {}

    private List<Removed> removedBy(String stage) {
        var removed = new ArrayList<Removed>();
        candidates.forEachRejected((place, why) -> {
            if (why.stage().equals(stage)) {
                removed.add(new Removed(place, candidates.group().deployment(place), why));
            }
        });
        return removed;
    }

    private CallRefusal denied(GuardedFilter filter, List<Removed> own) {
        return new CallRefusal.FilterDenied(
                group, filter.name(), own.getFirst().why.reason());
    }

    private CallRefusal.NoneAvailable later(Refusal said, List<Removed> own) {
        Duration otherwise = closedForGood(own)
                ? Duration.ZERO
                : context.settings().failures().cooldown();
        return noneAvailable(soonest(said, own).orElse(null), otherwise);
    }

    /** Whether those at a limit are at one under which nobody ever fits: the minute's end changes nothing for them. */
    private static boolean closedForGood(List<Removed> own) {
        var atLimit = own.stream()
                .filter(removed -> removed.why.reason().startsWith(OVER))
                .toList();
        return !atLimit.isEmpty()
                && atLimit.stream()
                        .allMatch(removed -> removed.why.why().retryAfter().isEmpty());
    }

    private static Optional<Duration> soonest(Refusal said, List<Removed> own) {
        if (said.retryAfter().isPresent()) {
            return said.retryAfter();
        }
        return own.stream()
                .flatMap(removed -> removed.why.why().retryAfter().stream())
                .min(Duration::compareTo);
    }

    /** The refusal for "there are deployments, but none may serve now". */
    CallRefusal.NoneAvailable noneAvailable() {
        return noneAvailable(null, context.settings().failures().cooldown());
    }

    /**
     * The same with what is known of when that is over.
     *
     * @param known when one of them will, as far as somebody has said so; a cooldown may be over before
     * @param otherwise if nobody knows; zero means never
     */
    private CallRefusal.NoneAvailable noneAvailable(@Nullable Duration known, Duration otherwise) {
        var cooling = new ArrayList<DeploymentId>();
        var soonest = new ArrayList<Duration>(2);
        if (known != null) {
            soonest.add(known);
        }
        candidates.forEachRejected((place, why) -> {
            if (why.reason().equals(COOLING_DOWN)) {
                cooling.add(
                        new DeploymentId(candidates.group().deployment(place).id()));
                why.why().retryAfter().ifPresent(soonest::add);
            }
        });
        Duration retryAfter = soonest.isEmpty() ? otherwise : atLeastASecond(Collections.min(soonest));
        return new CallRefusal.NoneAvailable(
                group,
                retryAfter,
                cooling,
                cooling.size() == candidates.group().size(),
                context.settings().checks().preCall());
    }

    private static Duration atLeastASecond(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : duration;
    }

    /** Every limit that the prompt passes; of a filter that gives no such reason, those of all it removed. */
    private List<TooSmall> tooSmall(List<Removed> own) {
        long promptTokens = context.request().facts().promptTokens();
        var tooLong = own.stream()
                .filter(removed -> removed.why.reason().equals(PROMPT_TOO_LONG))
                .toList();
        return (tooLong.isEmpty() ? own : tooLong)
                .stream()
                        .map(removed -> new TooSmall(
                                removed.deployment.provider() + "/" + removed.deployment.model(),
                                removed.deployment.maxInputTokens().orElse(0),
                                promptTokens))
                        .toList();
    }

    private CallRefusal rateLimited(Refusal said, List<Removed> own) {
        Removed first = own.getFirst();
        TrafficView traffic = candidates.group().traffic(first.place);
        boolean ofRequests = first.why.reason().equals(OVER_REQUESTS);
        return new CallRefusal.ModelRateLimited(
                group,
                ofRequests ? LimitKind.REQUESTS : LimitKind.TOKENS,
                (ofRequests ? first.deployment.requestsPerMinute() : first.deployment.tokensPerMinute()).orElse(0),
                ofRequests ? traffic.requests(context.now()) + 1 : traffic.tokens(context.now()),
                later(said, own).retryAfter());
    }

    private static String oneLine(String words) {
        String cut = words.substring(0, Math.min(words.length(), WORDS_MAX));
        return cut.chars()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
