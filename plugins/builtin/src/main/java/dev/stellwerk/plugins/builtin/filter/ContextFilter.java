package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.catalog.Deployment;
import dev.stellwerk.domain.error.Refusal;
import dev.stellwerk.domain.error.Refusal.ContextWindowExceeded.TooSmall;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.routing.Candidates;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.RoutingContext;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The checks before a call, where they are switched on: does the prompt fit, is there room this minute, is the answer's format known. */
final class ContextFilter implements DeploymentFilter {
    private static final String RESPONSE_FORMAT = "response_format";

    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        if (!context.settings().checks().preCall()) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Rejection why = judge(candidates, place, context);
            if (why != null) {
                candidates.remove(place, why);
            }
        }
    }

    private static @Nullable Rejection judge(Candidates candidates, int place, RoutingContext context) {
        Deployment deployment = candidates.deployment(place);
        Long maxInputTokens = deployment.facts().maxInputTokens();
        long promptTokens = context.facts().promptTokens();
        if (maxInputTokens != null && promptTokens > maxInputTokens) {
            return new Rejection.PromptTooLong(promptTokens, maxInputTokens);
        }
        Rejection full = atLimit(candidates, place, context);
        if (full != null) {
            return full;
        }
        boolean unknownFormat = !context.settings().checks().dropUnsupportedParameters()
                && context.facts().parameters().contains(RESPONSE_FORMAT)
                && deployment.facts().unsupportedParameters().contains(RESPONSE_FORMAT);
        return unknownFormat ? new Rejection.ParameterUnsupported(RESPONSE_FORMAT) : null;
    }

    /** Where limits hold anyway, {@link LimitFilter} speaks for them. */
    private static @Nullable Rejection atLimit(Candidates candidates, int place, RoutingContext context) {
        if (candidates.capacityRespected() || context.settings().checks().enforceModelRateLimits()) {
            return null;
        }
        Long requestsMax = candidates.deployment(place).capacity().requestsPerMinute();
        long requests = candidates.traffic(place).requests(context.minute());
        return requestsMax != null && requests >= requestsMax
                ? new Rejection.OverLimit(LimitKind.REQUESTS, requestsMax, requests)
                : null;
    }

    /** A limit passes with time, so it is told first; a prompt that fits nowhere has fallbacks of its own. */
    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        var full = new ArrayList<Rejection>();
        var tooSmall = new ArrayList<TooSmall>();
        candidates.forEachRemoved((place, why) -> {
            if (why instanceof Rejection.OverLimit) {
                full.add(why);
            } else if (why instanceof Rejection.PromptTooLong(long promptTokens, long maxInputTokens)) {
                String model = candidates.deployment(place).endpoint().qualifiedModel();
                tooSmall.add(new TooSmall(model, maxInputTokens, promptTokens));
            }
        });
        if (!full.isEmpty()) {
            return context.untilNextMinute(candidates);
        }
        String group = candidates.pool().name();
        return tooSmall.isEmpty()
                ? new Refusal.UnsupportedParameter(group, RESPONSE_FORMAT)
                : new Refusal.ContextWindowExceeded(group, tooSmall);
    }
}
