package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.spi.Moment;
import dev.stellwerk.domain.spi.routing.RequestView;
import dev.stellwerk.domain.spi.routing.RouterRules;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.SpendView;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What filters and strategies see of a decision besides the deployments. It holds what it shows and nothing behind that:
 * no way leads from here to the caller's authority or to an endpoint.
 *
 * <p>Belongs to one decision and one thread.
 */
final class ContextView implements RoutingContext {
    private static final long UNASKED = -1;

    private final Moment now;
    private final RandomGenerator random;
    private final LongSupplier turns;
    private final RequestView request;
    private final RouterRules rules;
    private final SpendView spend;
    private long turn = UNASKED;

    /** @param turns gives the decision its number, when it is first asked for */
    ContextView(DecisionContext context, RandomGenerator random, LongSupplier turns, SpendView spend) {
        this.now = context.now();
        this.random = random;
        this.turns = turns;
        this.request = new AttemptView(context);
        this.rules = context.settings();
        this.spend = spend;
    }

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long turn() {
        if (turn == UNASKED) {
            turn = turns.getAsLong();
        }
        return turn;
    }

    @Override
    public RequestView request() {
        return request;
    }

    @Override
    public RouterRules rules() {
        return rules;
    }

    @Override
    public SpendView spend() {
        return spend;
    }
}
