package dev.stellwerk.plugins.builtin.filter;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.CandidateSet;
import dev.stellwerk.domain.routing.DecisionContext;
import dev.stellwerk.domain.routing.DeploymentFilter;
import dev.stellwerk.domain.routing.Rejection;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Spends no more on a provider, a deployment or a tag than was planned. Reaching the budget spends it; the call that
 * crosses the line still goes through.
 */
final class BudgetFilter implements DeploymentFilter {
    @Override
    public void apply(CandidateSet candidates, DecisionContext context) {
        RoutingSettings.Budgets budgets = context.settings().budgets();
        if (!budgets.byProvider().isEmpty()) {
            ofProviders(candidates, budgets.byProvider(), context);
        }
        ofDeployments(candidates, context);
        if (!budgets.byTag().isEmpty()) {
            ofTags(candidates, budgets.byTag(), context);
        }
    }

    private static void ofProviders(
            CandidateSet candidates, Map<String, RoutingBudget> byProvider, DecisionContext context) {
        byProvider.forEach((provider, budget) -> {
            BigDecimal spend = context.budgets().ofProvider(provider);
            if (spent(spend, budget)) {
                candidates.removeIf(
                        deployment -> deployment.endpoint().provider().equals(provider),
                        exceeded(
                                "provider " + provider,
                                spend,
                                budget,
                                context.budgets().leftOfProvider(provider)));
            }
        });
    }

    private static void ofDeployments(CandidateSet candidates, DecisionContext context) {
        if (!candidates.anyOf(candidates.pool().withBudget())) {
            return;
        }
        for (int place = candidates.next(0); place >= 0; place = candidates.next(place + 1)) {
            Deployment deployment = candidates.deployment(place);
            RoutingBudget budget = deployment.budget();
            BigDecimal spend =
                    budget == null ? BigDecimal.ZERO : context.budgets().ofDeployment(deployment.id());
            if (budget != null && spent(spend, budget)) {
                candidates.remove(
                        place,
                        exceeded(
                                "deployment " + deployment.id(),
                                spend,
                                budget,
                                context.budgets().leftOfDeployment(deployment.id())));
            }
        }
    }

    private static void ofTags(CandidateSet candidates, Map<String, RoutingBudget> byTag, DecisionContext context) {
        for (String tag : context.constraints().tags().names()) {
            RoutingBudget budget = byTag.get(tag);
            BigDecimal spend =
                    budget == null ? BigDecimal.ZERO : context.budgets().ofTag(tag);
            if (budget != null && spent(spend, budget)) {
                candidates.remove(
                        candidates.pool().everyone(),
                        exceeded("tag " + tag, spend, budget, context.budgets().leftOfTag(tag)));
            }
        }
    }

    private static boolean spent(BigDecimal spend, RoutingBudget budget) {
        return spend.compareTo(budget.limit()) >= 0;
    }

    private static Rejection.BudgetSpent exceeded(String whose, BigDecimal spend, RoutingBudget budget, Duration left) {
        return new Rejection.BudgetSpent(
                "Exceeded budget for " + whose + ": " + spend.toPlainString() + " >= "
                        + budget.limit().toPlainString(),
                left);
    }

    @Override
    public CallRefusal refusal(CandidateSet candidates, DecisionContext context) {
        var details = new LinkedHashSet<String>();
        var lefts = new ArrayList<Duration>();
        candidates.forEachRemoved((_, why) -> {
            if (why instanceof Rejection.BudgetSpent(String detail, Duration left)) {
                details.add(detail);
                lefts.add(left);
            }
        });
        return new CallRefusal.RoutingBudgetSpent(candidates.pool().name(), details.getFirst(), Collections.min(lefts));
    }
}
