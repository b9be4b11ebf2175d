package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ContextWindowExceeded.TooSmall;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The checks before a call, where they are switched on: does the prompt fit, is there room this minute, is the answer's format known. */
final class ContextFilter implements DeploymentFilter {
    private static final String RESPONSE_FORMAT = "response_format";

    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
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

    private static @Nullable Rejection judge(CandidateSet candidates, int place, DecisionContext context) {
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
    private static @Nullable Rejection atLimit(CandidateSet candidates, int place, DecisionContext context) {
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
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
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
                ? new CallRefusal.UnsupportedParameter(group, RESPONSE_FORMAT)
                : new CallRefusal.ContextWindowExceeded(group, tooSmall);
    }
}
