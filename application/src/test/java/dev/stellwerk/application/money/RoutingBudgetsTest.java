package dev.stellwerk.application.money;

import static dev.stellwerk.application.access.AccessFixture.aDeployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.fakes.ManualTime;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.RoutingBudget;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingBudgetsTest {
    private static final BigDecimal DOLLAR = BigDecimal.ONE;

    private final ManualTime time = new ManualTime("2026-01-14T10:20:30Z");
    private final RoutingBudgets budgets = new RoutingBudgets(
            new RoutingSettings.Budgets(
                    Map.of("openai", new RoutingBudget(BigDecimal.TEN, Duration.ofDays(1))),
                    Map.of("job", new RoutingBudget(BigDecimal.TEN, Duration.ofHours(1)))),
            time);
    private final Deployment withBudget = aDeployment("chat", "a")
            .budget(new RoutingBudget(BigDecimal.TEN, Duration.ofMinutes(1)))
            .build();
    private final Deployment without = aDeployment("chat", "b").build();

    @Test
    void a_charge_counts_for_deployment_provider_and_tags_that_have_a_budget() {
        budgets.charge(withBudget, List.of("job", "other"), DOLLAR);
        budgets.charge(without, List.of("job"), DOLLAR);

        assertThat(budgets.ofDeployment(withBudget.id())).isEqualTo("1");
        assertThat(budgets.ofDeployment(without.id())).isZero();
        assertThat(budgets.ofProvider("openai")).isEqualTo("2");
        assertThat(budgets.ofProvider("azure")).isZero();
        assertThat(budgets.ofTag("job")).isEqualTo("2");
        assertThat(budgets.ofTag("other")).isZero();
    }

    @Test
    void a_period_begins_with_its_first_charge_and_ends_with_its_time() {
        assertThat(budgets.leftOfDeployment(withBudget.id())).isZero();
        time.pass(Duration.ofDays(3));
        budgets.charge(withBudget, List.of(), DOLLAR);
        time.pass(Duration.ofSeconds(59));
        budgets.charge(withBudget, List.of(), DOLLAR);

        assertThat(budgets.ofDeployment(withBudget.id())).isEqualTo("2");
        assertThat(budgets.leftOfDeployment(withBudget.id())).isEqualTo(Duration.ofSeconds(1));
        assertThat(budgets.leftOfProvider("openai"))
                .isEqualTo(Duration.ofDays(1).minusSeconds(59));
        assertThat(budgets.leftOfTag("job")).isZero();

        time.pass(Duration.ofSeconds(1));
        assertThat(budgets.ofDeployment(withBudget.id())).isZero();
        assertThat(budgets.leftOfDeployment(withBudget.id())).isZero();
        budgets.charge(withBudget, List.of(), DOLLAR);
        assertThat(budgets.ofDeployment(withBudget.id())).isEqualTo("1");
        assertThat(budgets.ofProvider("openai")).isEqualTo("3");
    }
}
