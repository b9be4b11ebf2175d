package dev.stellwerk.application.money;

import static dev.stellwerk.application.access.AccessFixture.aDeployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.inmemory.InMemoryLimitStore;
import dev.stellwerk.application.port.out.BudgetHolds.Claim;
import dev.stellwerk.application.port.out.UsageLedger;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.limits.LimitVerdict.Granted;
import dev.stellwerk.domain.price.Price;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.routing.request.RoutingRequest.Overrides;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a call holds, seen in what is left for others. Every token costs a cent here. */
@Tag("S59")
class CallMoneyTest {
    private final AccessFixture people = new AccessFixture();
    private final InMemoryLimitStore store = new InMemoryLimitStore(people.time);
    private final Spending spending = new Spending(
            UsageLedger.NONE,
            store.budgets(),
            new RoutingBudgets(RoutingSettings.DEFAULTS.budgets(), people.time),
            people.time);
    private final Deployment brief = answering(90);
    private final Deployment talkative = answering(290);

    private static Deployment answering(long tokensMax) {
        var price = new Price(new BigDecimal("0.01"), new BigDecimal("0.01"));
        return aDeployment("chat", "d")
                .facts(new ModelFacts("chat", null, null, tokensMax, price, Set.of(), Map.of()))
                .build();
    }

    private CallMoney of(Caller caller) {
        return of(caller, CallType.CHAT, 0);
    }

    private CallMoney of(Caller caller, CallType type, long outputTokensMax) {
        var facts = new Facts(type, false, 10, outputTokensMax, null, Set.of(), RoutingRequest.Asker.NOBODY);
        var request = new RoutingRequest("chat", Constraints.NONE, facts, Overrides.NONE, List.of());
        return spending.open(caller, request, spending.noticesHeard());
    }

    private boolean taken(CallMoney money, Deployment deployment) {
        List<Claim> claims = money.claims(deployment);
        boolean granted = store.reserve(List.of(), claims) instanceof Granted;
        if (granted) {
            money.granted(claims);
        }
        return granted;
    }

    @Test
    void it_is_as_much_as_the_prompt_and_the_longest_answer_cost() {
        Caller caller = people.callerWith(Map.of("max_budget", 3));
        CallMoney first = of(caller, CallType.CHAT, 1_000_000);
        assertThat(taken(first, brief)).isTrue(); // 10 and 90 tokens, a dollar
        assertThat(taken(of(caller), brief)).isTrue(); // the same
        assertThat(taken(of(caller, CallType.CHAT, 90), talkative)).isTrue(); // the same

        assertThat(taken(of(caller), brief)).isFalse();
        first.close();
        assertThat(taken(of(caller), brief)).isTrue();
    }

    @Test
    void calls_that_answer_without_tokens_hold_their_prompt() {
        Caller caller = people.callerWith(Map.of("max_budget", 0.2));

        assertThat(taken(of(caller, CallType.EMBEDDING, 0), brief)).isTrue();
        assertThat(taken(of(caller, CallType.EMBEDDING, 0), brief)).isTrue();
        assertThat(taken(of(caller, CallType.EMBEDDING, 0), brief)).isFalse();
    }

    @Test
    void an_attempt_that_may_cost_more_holds_more_and_one_that_may_cost_less_no_less() {
        Caller caller = people.callerWith(Map.of("max_budget", 3));
        CallMoney first = of(caller);
        taken(first, brief);
        taken(first, talkative); // three dollars
        taken(first, brief);

        assertThat(taken(of(caller), brief)).isFalse();
        assertThat(taken(first, talkative)).isTrue();
    }

    @Test
    void a_call_that_is_closed_twice_gives_back_once() {
        Caller caller = people.callerWith(Map.of("max_budget", 1));
        CallMoney first = of(caller);
        taken(first, brief);
        first.close();
        taken(of(caller), brief);
        first.close();

        assertThat(taken(of(caller), brief)).isFalse();
    }

    @Test
    void a_refusal_by_the_team_leaves_the_keys_budget_alone() {
        people.newTeam("t1", Map.of("max_budget", 1));
        Caller one = people.callerWith(Map.of("team_id", "t1", "max_budget", 1));
        Caller other = people.callerWith(Map.of("team_id", "t1", "max_budget", 1));
        CallMoney ofOther = of(other);
        taken(ofOther, brief);
        assertThat(taken(of(one), brief)).isFalse();
        ofOther.close();

        assertThat(taken(of(one), brief)).isTrue();
    }

    @Test
    void an_answer_that_was_paid_for_holds_nothing_more_and_the_next_attempt_holds_anew() {
        Caller caller = people.callerWith(Map.of("max_budget", 1.5));
        CallMoney first = of(caller);
        taken(first, brief);
        assertThat(first.charge(brief, new TokenUsage(10, 10))).isEqualByComparingTo("0.2");
        assertThat(taken(of(caller), brief)).isTrue(); // 0.2 paid and 1 held: not reached
        taken(first, brief); // goes on, and holds a dollar again

        assertThat(taken(of(caller), brief)).isFalse();
    }

    @Test
    void who_has_no_budget_claims_nothing() {
        assertThat(of(people.callerWith(Map.of())).claims(talkative)).isEmpty();
    }
}
