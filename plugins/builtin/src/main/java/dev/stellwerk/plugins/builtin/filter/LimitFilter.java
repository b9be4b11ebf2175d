package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out deployments without room for this request in the running minute, where the strategy or the settings want
 * limits to hold. Elsewhere limits are weights and nothing more. A limit of 0 admits nothing.
 *
 * <p>It looks, it does not take: two requests may both see the last place. Whoever makes the call takes it, atomically,
 * and comes back when it is gone.
 */
final class LimitFilter implements DeploymentFilter {
    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        if (!candidates.capacityRespected() && !context.settings().checks().enforceModelRateLimits()) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Rejection why = judge(candidates.deployment(place).capacity(), candidates.traffic(place), context);
            if (why != null) {
                candidates.remove(place, why);
            }
        }
    }

    private static @Nullable Rejection judge(Capacity capacity, DeploymentTraffic traffic, DecisionContext context) {
        Long requestsMax = capacity.requestsPerMinute();
        if (requestsMax != null) {
            long requests = traffic.requests(context.minute());
            if (requests + 1 > requestsMax) {
                return new Rejection.OverLimit(LimitKind.REQUESTS, requestsMax, requests);
            }
        }
        Long tokensMax = capacity.tokensPerMinute();
        if (tokensMax != null) {
            long tokens = traffic.tokens(context.minute());
            long atLeast = Math.max(1, context.facts().promptTokens()); // no call is for free, counted or not
            if (tokens + atLeast > tokensMax) {
                return new Rejection.OverLimit(LimitKind.TOKENS, tokensMax, tokens);
            }
        }
        return null;
    }

    @Override
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        CallRefusal.NoneAvailable later = context.untilNextMinute(candidates);
        if (!context.settings().checks().enforceModelRateLimits()) {
            return later;
        }
        var reached = new ArrayList<Rejection.OverLimit>();
        candidates.forEachRemoved((_, why) -> {
            if (why instanceof Rejection.OverLimit limit) {
                reached.add(limit);
            }
        });
        Rejection.OverLimit first = reached.getFirst();
        return new CallRefusal.ModelRateLimited(
                candidates.pool().name(),
                first.kind(),
                first.limit(),
                first.kind() == LimitKind.REQUESTS ? first.usage() + 1 : first.usage(),
                later.retryAfter());
    }
}
