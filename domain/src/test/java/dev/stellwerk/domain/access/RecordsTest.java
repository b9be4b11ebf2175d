package dev.stellwerk.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys, teams and customers as values: what changes, and that nothing else does. */
class RecordsTest {
    private static final Instant THEN = Instant.parse("2026-01-14T10:00:00Z");
    private static final Instant NOW = THEN.plusSeconds(60);
    private static final Budget BUDGET =
            new Budget(new BigDecimal("2"), BigDecimal.ONE, "30d", NOW.plusSeconds(30), new BigDecimal("0.5"));
    private static final Metadata TAGGED = Metadata.of(Map.of("tags", List.of("a")));

    private static ApiKey key(Budget budget, @Nullable BudgetRaise raise) {
        return new ApiKey(
                "hash",
                "sk-...abcd",
                "alias",
                "team",
                "user",
                List.of("chat"),
                Map.of("a", "b"),
                List.of("/x"),
                Set.of(new Region("eu")),
                TAGGED,
                Metadata.NONE,
                Limits.NONE,
                budget,
                raise,
                false,
                NOW,
                Metadata.NONE,
                "admin",
                THEN,
                THEN,
                Version.first(THEN));
    }

    private static Team team(List<String> models) {
        return new Team(
                "team",
                "alias",
                models,
                null,
                Set.of(),
                TAGGED,
                null,
                Limits.NONE,
                BUDGET,
                false,
                Metadata.NONE,
                THEN,
                THEN,
                Version.first(THEN));
    }

    private static Customer customer() {
        return new Customer(
                "u", null, Set.of(), null, Limits.NONE, BUDGET, false, Metadata.NONE, THEN, THEN, Version.first(THEN));
    }

    @Test
    void another_spend_is_all_that_differs() {
        var spend = new BigDecimal("1.75");
        assertThat(key(BUDGET, null).withSpend(spend))
                .isEqualTo(key(new Budget(BUDGET.max(), BUDGET.soft(), "30d", BUDGET.resetAt(), spend), null));
        assertThat(team(List.of()).withSpend(spend).budget()).isEqualTo(BUDGET.withSpend(spend));
        assertThat(team(List.of()).withSpend(spend).withBudget(BUDGET)).isEqualTo(team(List.of()));
        assertThat(customer().withSpend(spend).budget()).isEqualTo(BUDGET.withSpend(spend));
        assertThat(customer().withSpend(spend).withBudget(BUDGET)).isEqualTo(customer());
    }

    @Test
    void blocking_says_when_and_is_undone() {
        ApiKey key = key(BUDGET, null).withBlocked(true, NOW);
        assertThat(key.blocked()).isTrue();
        assertThat(key.updatedAt()).isEqualTo(NOW);
        assertThat(key.withBlocked(false, THEN)).isEqualTo(key(BUDGET, null));

        Team team = team(List.of()).withBlocked(true, NOW);
        assertThat(team.blocked()).isTrue();
        assertThat(team.updatedAt()).isEqualTo(NOW);
        assertThat(team.withBlocked(false, THEN)).isEqualTo(team(List.of()));

        Customer customer = customer().withBlocked(true, NOW);
        assertThat(customer.blocked()).isTrue();
        assertThat(customer.updatedAt()).isEqualTo(NOW);
        assertThat(customer.withBlocked(false, THEN)).isEqualTo(customer());
    }

    @Test
    void versions_grow_by_one_and_begin_with_the_time() {
        Version first = Version.first(THEN);
        assertThat(first.number()).isEqualTo(THEN.getEpochSecond() * 1_000_000);
        assertThat(first.next()).isEqualTo(new Version(first.number() + 1));
        assertThat(key(BUDGET, null).withVersion(first.next()).version()).isEqualTo(first.next());
        assertThat(team(List.of()).withVersion(first.next()).version()).isEqualTo(first.next());
        assertThat(customer().withVersion(first.next()).version()).isEqualTo(first.next());
        assertThat(customer().withVersion(first.next()).withVersion(first)).isEqualTo(customer());
    }

    @Test
    void a_raise_adds_to_a_bound_until_it_ends_and_to_nothing_else() {
        var raise = new BudgetRaise(new BigDecimal("3"), NOW);

        assertThat(key(BUDGET, raise).raisedAt(NOW.minusNanos(1)).budget())
                .isEqualTo(BUDGET.withMax(new BigDecimal("5")));
        assertThat(key(BUDGET, raise).raisedAt(NOW)).isEqualTo(key(BUDGET, raise));
        assertThat(key(BUDGET, null).raisedAt(THEN)).isEqualTo(key(BUDGET, null));
        assertThat(key(Budget.NONE, raise).raisedAt(THEN).budget()).isEqualTo(Budget.NONE);
    }

    @Test
    void a_budget_begins_anew_when_its_period_ends() {
        assertThat(BUDGET.left(NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BUDGET.left(NOW.plusSeconds(31))).isZero();
        assertThat(Budget.NONE.left(NOW)).isZero();
    }

    @Test
    void tags_of_a_record_are_those_of_its_metadata() {
        assertThat(key(BUDGET, null).tags()).containsExactly("a");
        assertThat(team(List.of()).tags()).containsExactly("a");
    }

    @Test
    void whoever_has_no_key_or_the_master_key_is_an_admin() {
        assertThat(Caller.MASTER_KEY.admin()).isTrue();
        var caller = new Caller(
                Caller.Role.KEY, Optional.of(key(BUDGET, null)), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(caller.admin()).isFalse();
        Caller onBehalf = caller.onBehalfOf("u", Optional.of(customer()));
        assertThat(onBehalf.customerId()).contains("u");
        assertThat(onBehalf.customer()).contains(customer());
        assertThat(onBehalf.key()).isEqualTo(caller.key());
    }

    @Test
    void metadata_is_compared_by_what_it_holds() {
        assertThat(TAGGED)
                .isEqualTo(Metadata.of(Map.of("tags", List.of("a"))))
                .hasSameHashCodeAs(Metadata.of(Map.of("tags", List.of("a"))))
                .isNotEqualTo(Metadata.of(Map.of("tags", List.of("b"))))
                .isNotEqualTo(Metadata.NONE)
                .isNotEqualTo("tags");
        assertThat(TAGGED.hashCode()).isNotZero();
        assertThat(TAGGED.entries()).isEqualTo(Map.of("tags", List.of("a")));
        assertThat(TAGGED.get("tags")).isEqualTo(List.of("a"));
        assertThat(TAGGED.with("x", 1).without("x")).isEqualTo(TAGGED);
        assertThat(TAGGED.without("x")).isSameAs(TAGGED);
        assertThat(TAGGED).hasToString("Metadata[tags]");
    }

    @Test
    void a_list_names_models_patterns_and_access_groups() {
        var grant = new ModelGrant(ModelDenied.Scope.KEY, List.of("chat", "acme/*", "staff"));

        assertThat(grant.allows("x", "y", Set.of("staff"))).isTrue();
        assertThat(grant.allows("x", "y", Set.of("others"))).isFalse();
        assertThat(grant.accessGroups(Set.of("staff", "others"))).containsExactly("staff");
        assertThat(grant.names("acme/x")).isTrue();
        assertThat(grant.names("acme/")).isFalse();
    }

    @Test
    void all_models_of_a_team_stand_beside_other_names() {
        ApiKey key = new ApiKey(
                "hash",
                "sk-...abcd",
                null,
                "team",
                null,
                List.of("extra", "all-team-models"),
                Map.of(),
                List.of(),
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                Budget.NONE,
                null,
                false,
                null,
                Metadata.NONE,
                null,
                THEN,
                THEN,
                Version.UNKNOWN);

        assertThat(ModelGrant.ofKey(key, Optional.of(team(List.of("chat")))).models())
                .containsExactly("extra", "chat");
        assertThat(ModelGrant.ofKey(key, Optional.of(team(List.of()))).models()).containsExactly("extra", "*");
        assertThat(ModelGrant.ofKey(key, Optional.empty()).models()).containsExactly("extra", "*");
    }

    @Test
    void a_period_lasts_a_hundred_years_at_most_and_is_told_as_it_was_written() {
        for (String text : List.of("1s", "5m", "2h", "30d", "2w", "1mo", "36500d")) {
            assertThat(Period.parse(text).map(Period::text)).as(text).contains(text);
        }
        assertThat(Period.parse("36501d")).isEmpty();
    }

    @Test
    void a_limit_that_would_not_hold_the_call_when_unused_never_does() {
        assertThat(refused(5, 6).forGood()).isTrue();
        assertThat(refused(5, 5).forGood()).isFalse();
        assertThat(refused(0, 0).forGood()).isTrue();
        assertThat(refused(1, 0).forGood()).isFalse();
    }

    private static LimitVerdict.Refused refused(long limit, long amount) {
        var charge = new Charge(LimitScope.KEY, "k", LimitKind.TOKENS, limit, amount);
        return new LimitVerdict.Refused(charge, 0, Duration.ofSeconds(1));
    }
}
