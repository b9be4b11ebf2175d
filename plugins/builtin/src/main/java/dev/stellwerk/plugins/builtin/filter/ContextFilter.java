package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a deployment takes calls of this type at all, and the checks before a call, where they are switched on: does the
 * prompt fit, is there room this minute, is the answer's format known.
 */
final class ContextFilter implements DeploymentFilter {
    private static final String RESPONSE_FORMAT = "response_format";
    private static final String PROMPT_TOO_LONG = "prompt_too_long";
    private static final Reason UNSUPPORTED_CALL =
            Reason.unfit("unsupported_call", "its provider takes no calls of this type");
    private static final Reason UNKNOWN_FORMAT =
            Reason.unfit("unsupported_parameter", "does not take " + RESPONSE_FORMAT);

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        CallType type = context.request().callType();
        if (type != CallType.CHAT && type != CallType.TOKEN_COUNT) { // which all take
            removeUnableTo(type, candidates);
        }
        if (!context.rules().preCallChecks()) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Reason why = judge(candidates, place, context);
            if (why != null) {
                candidates.remove(place, why);
            }
        }
    }

    private static void removeUnableTo(CallType type, Candidates candidates) {
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            if (!candidates.deployment(place).serves(type)) {
                candidates.remove(place, UNSUPPORTED_CALL);
            }
        }
    }

    private static @Nullable Reason judge(Candidates candidates, int place, RoutingContext context) {
        DeploymentView deployment = candidates.deployment(place);
        OptionalLong most = deployment.maxInputTokens();
        long promptTokens = context.request().promptTokens();
        if (most.isPresent() && promptTokens > most.getAsLong()) {
            return Reason.unfit(PROMPT_TOO_LONG, () -> promptTokens + " prompt tokens, at most " + most.getAsLong());
        }
        Reason full = atLimit(candidates, place, context);
        if (full != null) {
            return full;
        }
        boolean unknownFormat = !context.rules().dropsUnsupportedParameters()
                && context.request().parameters().contains(RESPONSE_FORMAT)
                && !deployment.supports(RESPONSE_FORMAT);
        return unknownFormat ? UNKNOWN_FORMAT : null;
    }

    /** Where limits hold anyway, {@link LimitFilter} speaks for them. */
    private static @Nullable Reason atLimit(Candidates candidates, int place, RoutingContext context) {
        if (candidates.limitsHold() || context.rules().hardLimits()) {
            return null;
        }
        OptionalLong most = candidates.deployment(place).requestsPerMinute();
        long requests = candidates.traffic(place).requests(context.now());
        return most.isPresent() && requests >= most.getAsLong()
                ? Limit.REQUESTS.reached(most.getAsLong(), requests, context)
                : null;
    }

    /** A limit passes with time, so it is told first; a prompt that fits nowhere has fallbacks of its own. */
    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        Set<String> codes = new HashSet<>();
        candidates.forEachRemoved((_, why) -> codes.add(why.code()));
        if (codes.contains(Limit.REQUESTS.code())) {
            return Refusal.of(Refusal.Kind.LATER);
        }
        if (codes.contains(PROMPT_TOO_LONG)) {
            return Refusal.of(Refusal.Kind.PROMPT_TOO_LONG);
        }
        return codes.contains(UNKNOWN_FORMAT.code())
                ? Refusal.of(Refusal.Kind.UNSUPPORTED_PARAMETER).about(RESPONSE_FORMAT)
                : Refusal.of(Refusal.Kind.INVALID_REQUEST)
                        .about("model")
                        .saying("No deployment of this model group takes calls of this type");
    }
}
