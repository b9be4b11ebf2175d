package dev.stellwerk.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.domain.access.AccessRules.AskedFor;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import dev.stellwerk.domain.limits.LimitScope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Budget SPENT = budget("5", "5");
    private static final Budget LEFT = budget("5", "4.99");

    private static Budget budget(String max, String spend) {
        return new Budget(new BigDecimal(max), null, null, null, new BigDecimal(spend));
    }

    private static ApiKey key(List<String> models, Budget budget, boolean blocked, @Nullable Instant expires) {
        return new ApiKey(
                "hash",
                "sk-...abcd",
                null,
                null,
                null,
                models,
                Map.of(),
                List.of(),
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                budget,
                null,
                blocked,
                expires,
                Metadata.NONE,
                null,
                NOW,
                NOW,
                Version.UNKNOWN);
    }

    private static Team team(List<String> models, Budget budget, boolean blocked) {
        return new Team(
                "t1",
                null,
                models,
                null,
                Set.of(),
                Metadata.NONE,
                null,
                Limits.NONE,
                budget,
                blocked,
                Metadata.NONE,
                NOW,
                NOW,
                Version.UNKNOWN);
    }

    private static Customer customer(Budget budget, boolean blocked) {
        return new Customer(
                "u", null, Set.of(), null, Limits.NONE, budget, blocked, Metadata.NONE, NOW, NOW, Version.UNKNOWN);
    }

    private static Caller caller(ApiKey key, @Nullable Team team, @Nullable Customer user) {
        return new Caller(
                Caller.Role.KEY,
                Optional.of(key),
                Optional.ofNullable(team),
                Optional.ofNullable(user),
                Optional.of("u"));
    }

    private static Optional<CallRefusal> fault(Caller caller) {
        return AccessRules.firstFault(caller, List.of(new AskedFor("nick", "chat")), true, NOW);
    }

    private static ApiKey good() {
        return key(List.of(), Budget.NONE, false, null);
    }

    // ---- order

    @Test
    void of_several_faults_the_first_in_order_is_told() {
        Team bad = team(List.of("other"), SPENT, true);
        Customer badUser = customer(SPENT, true);

        assertThat(fault(caller(key(List.of("other"), SPENT, true, NOW), bad, badUser)))
                .contains(new NotAuthenticated(Reason.KEY_BLOCKED, null));
        assertThat(fault(caller(key(List.of("other"), SPENT, false, NOW), bad, badUser)))
                .contains(new ModelDenied(ModelDenied.Scope.KEY, "nick", List.of("other")));
        assertThat(fault(caller(key(List.of(), SPENT, false, NOW), bad, badUser)))
                .contains(new NotAuthenticated(Reason.EXPIRED, "sk-...abcd"));
        assertThat(fault(caller(key(List.of(), SPENT, false, null), bad, badUser)))
                .contains(new CallRefusal.BudgetSpent(LimitScope.KEY, null, "5", "5", Duration.ZERO));
        assertThat(fault(caller(good(), bad, badUser))).contains(new NotAuthenticated(Reason.TEAM_BLOCKED, "t1"));
        assertThat(fault(caller(good(), team(List.of("other"), SPENT, false), badUser)))
                .contains(new ModelDenied(ModelDenied.Scope.TEAM, "nick", List.of("other")));
        assertThat(fault(caller(good(), team(List.of(), SPENT, false), badUser)))
                .contains(new CallRefusal.BudgetSpent(LimitScope.TEAM, "t1", "5", "5", Duration.ZERO));
        assertThat(fault(caller(good(), null, badUser))).contains(new NotAuthenticated(Reason.CUSTOMER_BLOCKED, "u"));
        assertThat(fault(caller(good(), null, customer(SPENT, false))))
                .contains(new CallRefusal.BudgetSpent(LimitScope.CUSTOMER, "u", "5", "5", Duration.ZERO));
        assertThat(fault(caller(good(), team(List.of(), LEFT, false), customer(LEFT, false))))
                .isEmpty();
    }

    @Test
    @Tag("S14")
    void a_generous_key_lifts_no_limit_of_its_team() {
        ApiKey generous = key(List.of("*"), budget("1000", "0"), false, null);

        assertThat(fault(caller(generous, team(List.of("other"), Budget.NONE, false), null)))
                .isPresent();
        assertThat(fault(caller(generous, team(List.of(), SPENT, false), null))).isPresent();
    }

    @Test
    void the_master_key_passes() {
        assertThat(fault(Caller.MASTER_KEY)).isEmpty();
    }

    @Test
    void what_is_free_passes_every_budget() {
        assertThat(AccessRules.firstFault(
                        caller(key(List.of(), SPENT, false, null), null, null), List.of(), false, NOW))
                .isEmpty();
    }

    @Test
    void fallbacks_that_the_client_sent_are_checked_as_well() {
        Caller caller = caller(key(List.of("chat"), Budget.NONE, false, null), null, null);
        List<AskedFor> models = List.of(new AskedFor("nick", "chat"), new AskedFor("other", "other"));

        assertThat(AccessRules.firstFault(caller, models, true, NOW))
                .contains(new ModelDenied(ModelDenied.Scope.KEY, "other", List.of("chat")));
    }

    // ---- budgets and lifetimes

    @ParameterizedTest
    @CsvSource({"5, 4.99, false", "5, 5, true", "5, 5.01, true", "0, 0, true"})
    void a_budget_is_spent_when_it_is_reached(String max, String spend, boolean spent) {
        assertThat(budget(max, spend).spent()).isEqualTo(spent);
    }

    @Test
    void no_budget_is_no_bound() {
        assertThat(Budget.NONE.withSpend(new BigDecimal("1e9")).spent()).isFalse();
    }

    @Test
    void a_key_ends_at_the_very_moment_it_expires() {
        ApiKey key = key(List.of(), Budget.NONE, false, NOW);

        assertThat(key.expired(NOW)).isTrue();
        assertThat(key.expired(NOW.minusNanos(1))).isFalse();
        assertThat(good().expired(NOW)).isFalse();
    }

    // ---- model lists

    private static boolean allowed(String entry, String model) {
        return new ModelGrant(ModelDenied.Scope.KEY, List.of(entry)).allows(model, model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4 ", "GPT-4", "gpt-4\u0000", "gpt-4/../gpt-5", "gpt-\u04334", "gpt", "", "*"})
    @Tag("S17")
    void a_listed_name_is_exact(String close) {
        assertThat(allowed("gpt-4", close)).isFalse();
        assertThat(allowed("gpt-4", "gpt-4")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "openai/*, openai/x,     true",
        "openai/*, openai/x/y,   true",
        "openai/*, openai-eu/x,  false",
        "openai/*, openai/,      false",
        "openai/*, openai,       false",
        "/*,       /x,           false",
        "*,        anything,     true",
        "all-proxy-models,  anything, true",
        "no-default-models, anything, false",
    })
    @Tag("S17")
    void a_wildcard_stands_for_whole_provider_segments(String entry, String model, boolean allowed) {
        assertThat(allowed(entry, model)).isEqualTo(allowed);
    }

    @Test
    void a_list_that_names_the_alias_or_its_group_allows_the_call() {
        var grant = new ModelGrant(ModelDenied.Scope.KEY, List.of("nick"));

        assertThat(grant.allows("nick", "chat")).isTrue();
        assertThat(grant.allows("chat", "chat")).isFalse();
        assertThat(new ModelGrant(ModelDenied.Scope.KEY, List.of("chat")).allows("nick", "chat"))
                .isTrue();
    }

    @Test
    void a_key_may_have_the_models_of_its_team() {
        ApiKey key = key(List.of("all-team-models"), Budget.NONE, false, null);

        assertThat(fault(caller(key, team(List.of("chat"), Budget.NONE, false), null)))
                .isEmpty();
        assertThat(fault(caller(key, team(List.of("other"), Budget.NONE, false), null)))
                .contains(new ModelDenied(ModelDenied.Scope.KEY, "nick", List.of("other")));
    }

    // ---- metadata

    @Test
    void metadata_gives_only_what_has_the_right_type() {
        Metadata metadata = Metadata.of(Map.of("tags", List.of("a", 1, "b", "a"), "disable_fallbacks", "true"));

        assertThat(metadata.tags()).containsExactly("a", "b");
        assertThat(Metadata.of(Map.of("tags", "a")).tags()).isEmpty();
        assertThat(metadata.disablesFallbacks()).isFalse();
        assertThat(Metadata.of(Map.of("disable_fallbacks", true)).disablesFallbacks())
                .isTrue();
        assertThat(metadata.callersMayTag()).isNull();
        assertThat(Metadata.of(Map.of("allow_client_tags", true)).callersMayTag())
                .isTrue();
        assertThat(Metadata.of(Map.of("allow_client_tags", false)).callersMayTag())
                .isFalse();
        assertThat(Metadata.of(Map.of("allow_client_tags", 0)).callersMayTag()).isNull();
    }

    @Test
    void metadata_is_a_copy_that_nobody_changes_and_shows_no_value() {
        var inner = new ArrayList<Object>(List.of("a"));
        Metadata metadata = Metadata.of(Map.of("tags", inner, "secret", "hush"));
        inner.add("b");

        assertThat(metadata.tags()).containsExactly("a");
        assertThatThrownBy(() -> metadata.entries().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(metadata.toString()).doesNotContain("hush");
        assertThat(metadata.without("secret").with("n", 1))
                .isEqualTo(Metadata.of(Map.of("tags", List.of("a"), "n", 1)));
    }

    @Test
    void a_key_is_printed_without_its_hash() {
        assertThat(good().toString()).isEqualTo("ApiKey[sk-...abcd]");
    }
}
