package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.TrafficView;
import java.util.OptionalLong;
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
    public void apply(Candidates candidates, RoutingContext context) {
        if (!candidates.limitsHold() && !context.rules().hardLimits()) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Reason why = judge(candidates.deployment(place), candidates.traffic(place), context);
            if (why != null) {
                candidates.remove(place, why);
            }
        }
    }

    private static @Nullable Reason judge(DeploymentView deployment, TrafficView traffic, RoutingContext context) {
        OptionalLong requestsMax = deployment.requestsPerMinute();
        if (requestsMax.isPresent()) {
            long requests = traffic.requests(context.now());
            if (requests + 1 > requestsMax.getAsLong()) {
                return Limit.REQUESTS.reached(requestsMax.getAsLong(), requests, context);
            }
        }
        OptionalLong tokensMax = deployment.tokensPerMinute();
        if (tokensMax.isPresent()) {
            long tokens = traffic.tokens(context.now());
            long atLeast = Math.max(1, context.request().promptTokens()); // no call is for free, counted or not
            if (tokens + atLeast > tokensMax.getAsLong()) {
                return Limit.TOKENS.reached(tokensMax.getAsLong(), tokens, context);
            }
        }
        return null;
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(context.rules().hardLimits() ? Refusal.Kind.RATE_LIMITED : Refusal.Kind.LATER);
    }
}
