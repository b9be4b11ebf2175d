package dev.stellwerk.domain.routing;

import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.SpendView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was spent of the budgets that are configured for providers and tags, and for the deployments of one group. */
record SpendOfPool(SpentBudgets spent, RoutingSettings.Budgets configured, Map<String, RoutingBudget> ofDeployments)
        implements SpendView {
    private static final SpendView NO_BUDGETS =
            new SpendOfPool(SpentBudgets.NOTHING, RoutingSettings.Budgets.NONE, Map.of());

    private record Standing(BigDecimal spent, BigDecimal limit, Duration untilReset) implements Budget {}

    /** Where nothing has a budget, one view is enough for all decisions. */
    static SpendView of(DecisionContext context, Map<String, RoutingBudget> ofDeployments) {
        RoutingSettings.Budgets configured = context.settings().budgets();
        return configured.any() || !ofDeployments.isEmpty()
                ? new SpendOfPool(context.budgets(), configured, ofDeployments)
                : NO_BUDGETS;
    }

    @Override
    public @Nullable Budget ofDeployment(String deploymentId) {
        RoutingBudget budget = ofDeployments.get(deploymentId);
        if (budget == null) {
            return null;
        }
        var id = new DeploymentId(deploymentId);
        return new Standing(spent.ofDeployment(id), budget.limit(), spent.leftOfDeployment(id));
    }

    @Override
    public @Nullable Budget ofProvider(String provider) {
        RoutingBudget budget = configured.byProvider().get(provider);
        return budget == null
                ? null
                : new Standing(spent.ofProvider(provider), budget.limit(), spent.leftOfProvider(provider));
    }

    @Override
    public @Nullable Budget ofTag(String tag) {
        RoutingBudget budget = configured.byTag().get(tag);
        return budget == null ? null : new Standing(spent.ofTag(tag), budget.limit(), spent.leftOfTag(tag));
    }

    @Override
    public boolean any() {
        return configured.any();
    }
}
