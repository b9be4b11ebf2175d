package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.spi.routing.Candidates;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import dev.stellwerk.domain.spi.routing.DeploymentView;
import dev.stellwerk.domain.spi.routing.Mark;
import dev.stellwerk.domain.spi.routing.Places;
import dev.stellwerk.domain.spi.routing.Reason;
import dev.stellwerk.domain.spi.routing.Refusal;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.SpendView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spends no more on a provider, a deployment or a tag than was planned. Reaching the budget spends it; the call that
 * crosses the line still goes through.
 */
final class BudgetFilter implements DeploymentFilter {
    @Override
    public void apply(Candidates candidates, RoutingContext context) {
        SpendView spend = context.spend();
        boolean more = spend.any();
        if (more) {
            ofProviders(candidates, spend);
        }
        ofDeployments(candidates, spend);
        if (more) {
            ofTags(candidates, context);
        }
    }

    /** A provider is asked for once, however many deployments of it there are. */
    private static void ofProviders(Candidates candidates, SpendView spend) {
        Map<String, Optional<Reason>> known = new HashMap<>();
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            String provider = candidates.deployment(place).provider();
            Optional<Reason> why = known.computeIfAbsent(
                    provider, name -> exceeded("provider " + name, Optional.ofNullable(spend.ofProvider(name))));
            if (why.isPresent()) {
                candidates.remove(place, why.get());
            }
        }
    }

    private static void ofDeployments(Candidates candidates, SpendView spend) {
        Places withBudget = candidates.group().marked(Mark.WITH_BUDGET);
        for (int place = withBudget.next(0); place >= 0; place = withBudget.next(place + 1)) {
            if (candidates.inPlay(place)) {
                DeploymentView deployment = candidates.deployment(place);
                Optional<Reason> why = exceeded(
                        "deployment " + deployment.id(), Optional.ofNullable(spend.ofDeployment(deployment.id())));
                if (why.isPresent()) {
                    candidates.remove(place, why.get());
                }
            }
        }
    }

    private static void ofTags(Candidates candidates, RoutingContext context) {
        for (String tag : context.request().tags().names()) {
            exceeded("tag " + tag, Optional.ofNullable(context.spend().ofTag(tag)))
                    .ifPresent(why -> candidates.remove(candidates.group().all(), why));
        }
    }

    private static Optional<Reason> exceeded(String whose, Optional<SpendView.Budget> budget) {
        return budget.filter(SpendView.Budget::reached)
                .map(reached -> Reason.down(
                        "budget_spent",
                        "Exceeded budget for " + whose + ": "
                                + reached.spent().toPlainString() + " >= "
                                + reached.limit().toPlainString(),
                        reached.untilReset()));
    }

    @Override
    public Refusal refusal(Candidates candidates, RoutingContext context) {
        return Refusal.of(Refusal.Kind.BUDGET_SPENT);
    }
}
