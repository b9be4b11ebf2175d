package dev.stellwerk.application.money;

import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.time.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What deployments, providers and tags with a budget have spent in their running periods; a period begins with its
 * first charge. Kept in memory, only for what has a budget.
 */
public final class RoutingBudgets implements SpentBudgets {
    private record Period(long endsAtMillis, BigDecimal spent) {}

    private final ConcurrentMap<String, Period> periods = new ConcurrentHashMap<>();
    private final RoutingSettings.Budgets configured;
    private final Time time;

    public RoutingBudgets(RoutingSettings.Budgets configured, Time time) {
        this.configured = configured;
        this.time = time;
    }

    void charge(Deployment deployment, List<String> tags, BigDecimal dollars) {
        charge(ofDeployment(deployment.id().value()), deployment.budget(), dollars);
        String provider = deployment.endpoint().provider();
        charge("provider:" + provider, configured.byProvider().get(provider), dollars);
        for (String tag : tags) {
            charge("tag:" + tag, configured.byTag().get(tag), dollars);
        }
    }

    private void charge(String whose, @Nullable RoutingBudget budget, BigDecimal dollars) {
        if (budget != null) {
            periods.compute(whose, (_, period) -> next(period, budget.period(), dollars));
        }
    }

    private Period next(@Nullable Period period, Duration length, BigDecimal dollars) {
        long now = time.steadyMillis();
        return period == null || now >= period.endsAtMillis
                ? new Period(now + length.toMillis(), dollars)
                : new Period(period.endsAtMillis, period.spent.add(dollars));
    }

    private BigDecimal spent(String whose) {
        Period period = periods.get(whose);
        return period == null || time.steadyMillis() >= period.endsAtMillis ? BigDecimal.ZERO : period.spent;
    }

    private Duration left(String whose) {
        Period period = periods.get(whose);
        long millis = period == null ? 0 : period.endsAtMillis - time.steadyMillis();
        return Duration.ofMillis(Math.max(0, millis));
    }

    private static String ofDeployment(String id) {
        return "deployment:" + id;
    }

    @Override
    public BigDecimal ofDeployment(DeploymentId id) {
        return spent(ofDeployment(id.value()));
    }

    @Override
    public BigDecimal ofProvider(String provider) {
        return spent("provider:" + provider);
    }

    @Override
    public BigDecimal ofTag(String tag) {
        return spent("tag:" + tag);
    }

    @Override
    public Duration leftOfDeployment(DeploymentId id) {
        return left(ofDeployment(id.value()));
    }

    @Override
    public Duration leftOfProvider(String provider) {
        return left("provider:" + provider);
    }

    @Override
    public Duration leftOfTag(String tag) {
        return left("tag:" + tag);
    }
}
