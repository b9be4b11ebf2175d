package dev.stellwerk.plugins.builtin.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.pool.DeploymentPool;
import dev.stellwerk.domain.routing.AContext;
import dev.stellwerk.domain.routing.DeploymentFilterContract;
import dev.stellwerk.domain.routing.Filtering;
import dev.stellwerk.domain.routing.SpentBudgets;
import dev.stellwerk.domain.routing.request.TagSource;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.DeploymentFilter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetFilterTest extends DeploymentFilterContract {
    private final Spent spent = new Spent();
    private final DeploymentPool pool = Pools.of(
            ADeployment.from("openai", "A"),
            ADeployment.from("azure", "B").budget("5"),
            ADeployment.from("azure", "C"));

    private static final class Spent implements SpentBudgets {
        private final Map<String, String> spends = new HashMap<>();

        Spent on(String what, String dollars) {
            spends.put(what, dollars);
            return this;
        }

        @Override
        public BigDecimal ofDeployment(DeploymentId id) {
            return new BigDecimal(spends.getOrDefault(id.value(), "0"));
        }

        @Override
        public BigDecimal ofProvider(String provider) {
            return new BigDecimal(spends.getOrDefault(provider, "0"));
        }

        @Override
        public BigDecimal ofTag(String tag) {
            return new BigDecimal(spends.getOrDefault(tag, "0"));
        }

        @Override
        public Duration leftOfTag(String tag) {
            return Duration.ofHours(2);
        }

        @Override
        public Duration leftOfProvider(String provider) {
            return provider.equals("azure") ? Duration.ofMinutes(5) : Duration.ofHours(1);
        }
    }

    @Override
    protected DeploymentFilter filter() {
        return new BudgetFilter();
    }

    private Filtering filtered(AContext context) {
        return Filtering.of(pool, context.budgets(spent).build(), filter());
    }

    private static AContext budgets(Map<String, String> byProvider, Map<String, String> byTag) {
        var defaults = RoutingSettings.DEFAULTS;
        return new AContext()
                .settings(new RoutingSettings(
                        defaults.strategy(),
                        Map.of(),
                        defaults.failures(),
                        defaults.fallbacks(),
                        defaults.tags(),
                        defaults.checks(),
                        defaults.timeouts(),
                        new RoutingSettings.Budgets(dollars(byProvider), dollars(byTag)),
                        false));
    }

    private static Map<String, RoutingBudget> dollars(Map<String, String> limits) {
        var budgets = new HashMap<String, RoutingBudget>();
        limits.forEach(
                (name, limit) -> budgets.put(name, new RoutingBudget(new BigDecimal(limit), Duration.ofDays(1))));
        return budgets;
    }

    @Test
    void nobody_leaves_while_there_is_money() {
        spent.on("A", "100").on("B", "4.99").on("openai", "9.99");

        assertThat(filtered(budgets(Map.of("openai", "10"), Map.of())).left()).containsExactly("A", "B", "C");
    }

    @Test
    void reaching_a_budget_spends_it() {
        spent.on("B", "5.00");

        assertThat(filtered(new AContext()).left()).containsExactly("A", "C");
        assertThat(filtered(new AContext()).rejection("B").detail())
                .isEqualTo("Exceeded budget for deployment B: 5.00 >= 5");
    }

    @Test
    void a_providers_budget_takes_all_its_deployments_out() {
        spent.on("azure", "12.5");

        assertThat(filtered(budgets(Map.of("azure", "12"), Map.of())).left()).containsExactly("A");
    }

    @Test
    void a_budget_of_0_admits_nothing() {
        assertThat(filtered(budgets(Map.of("openai", "0"), Map.of())).left()).containsExactly("B", "C");
    }

    @Test
    void a_tags_budget_refuses_the_request_that_carries_it_from_wherever() {
        spent.on("job-17", "3");
        AContext untagged = budgets(Map.of(), Map.of("job-17", "3"));
        AContext tagged = budgets(Map.of(), Map.of("job-17", "3")).tags(TagSource.TEAM, "job-17");

        assertThat(filtered(untagged).left()).hasSize(3);
        assertThat(filtered(tagged).refusal())
                .isEqualTo(new CallRefusal.RoutingBudgetSpent(
                        "chat", "Exceeded budget for tag job-17: 3 >= 3", Duration.ofHours(2)));
    }

    @Test
    void the_refusal_lasts_until_the_first_budget_begins_anew() {
        spent.on("openai", "11").on("azure", "11");

        assertThat(((CallRefusal.RoutingBudgetSpent) filtered(budgets(Map.of("openai", "10", "azure", "10"), Map.of()))
                                .refusal())
                        .retryAfter())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void the_refusal_names_the_first_budget() {
        spent.on("openai", "11").on("azure", "11");

        assertThat(((CallRefusal.RoutingBudgetSpent) filtered(budgets(Map.of("openai", "10", "azure", "10"), Map.of()))
                                .refusal())
                        .detail())
                .startsWith("Exceeded budget for provider ")
                .endsWith(": 11 >= 10");
    }
}
