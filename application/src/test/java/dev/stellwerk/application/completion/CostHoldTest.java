package dev.stellwerk.application.completion;

import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.completion.MainPath.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Price;
import dev.stellwerk.domain.routing.request.RoutingRequest.Facts;
import dev.stellwerk.domain.spi.routing.CallType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a call holds, seen in what is left for others. Every token costs a cent here. */
@Tag("S59")
class CostHoldTest {
    private final AccessFixture people = new AccessFixture();
    private final BudgetHolds holds = new BudgetHolds(people.time);
    private final Deployment brief = answering(90);
    private final Deployment talkative = answering(290);

    private static Deployment answering(long tokensMax) {
        var price = new Price(new BigDecimal("0.01"), new BigDecimal("0.01"));
        return deployment("d", "chat")
                .facts(new ModelFacts("chat", null, null, tokensMax, price, Set.of(), Map.of()))
                .build();
    }

    private static Facts asking(CallType type, long outputTokensMax) {
        return new Facts(type, false, 10, outputTokensMax, null, Set.of(), RoutingRequest.Asker.NOBODY);
    }

    private CostHold of(Caller caller) {
        return new CostHold(holds, caller);
    }

    private static boolean taken(CostHold hold, Deployment deployment, long outputTokensMax) {
        return hold.take(deployment, asking(CallType.CHAT, outputTokensMax)).isEmpty();
    }

    @Test
    void it_is_as_much_as_the_prompt_and_the_longest_answer_cost() {
        Caller caller = people.callerWith(Map.of("max_budget", 3));
        CostHold first = of(caller);
        assertThat(taken(first, brief, 1_000_000)).isTrue(); // 10 and 90 tokens, a dollar
        assertThat(taken(of(caller), brief, 0)).isTrue(); // the same
        assertThat(taken(of(caller), talkative, 90)).isTrue(); // the same

        assertThat(taken(of(caller), brief, 0)).isFalse();
        first.release();
        assertThat(taken(of(caller), brief, 0)).isTrue();
    }

    @Test
    void calls_that_answer_without_tokens_hold_their_prompt() {
        Caller caller = people.callerWith(Map.of("max_budget", 0.2));

        assertThat(of(caller).take(brief, asking(CallType.EMBEDDING, 0))).isEmpty();
        assertThat(of(caller).take(brief, asking(CallType.EMBEDDING, 0))).isEmpty();
        assertThat(of(caller).take(brief, asking(CallType.EMBEDDING, 0))).isPresent();
    }

    @Test
    void an_attempt_that_may_cost_more_holds_more_and_one_that_may_cost_less_no_less() {
        Caller caller = people.callerWith(Map.of("max_budget", 3));
        CostHold first = of(caller);
        taken(first, brief, 0);
        taken(first, talkative, 0); // three dollars
        taken(first, brief, 0);

        assertThat(taken(of(caller), brief, 0)).isFalse();
        assertThat(taken(first, talkative, 0)).isTrue();
    }

    @Test
    void a_call_that_is_over_twice_gives_back_once() {
        Caller caller = people.callerWith(Map.of("max_budget", 1));
        CostHold first = of(caller);
        taken(first, brief, 0);
        first.release();
        taken(of(caller), brief, 0);
        first.release();

        assertThat(taken(of(caller), brief, 0)).isFalse();
    }

    @Test
    void a_refusal_by_the_team_leaves_the_keys_budget_alone() {
        people.manageTeams.create(MASTER, Map.of("team_id", "t1", "max_budget", 1));
        Caller one = people.callerWith(Map.of("team_id", "t1", "max_budget", 1));
        Caller other = people.callerWith(Map.of("team_id", "t1", "max_budget", 1));
        CostHold ofOther = of(other);
        taken(ofOther, brief, 0);
        assertThat(taken(of(one), brief, 0)).isFalse();
        ofOther.release();

        assertThat(taken(of(one), brief, 0)).isTrue();
    }

    @Test
    void who_has_no_budget_holds_nothing() {
        CostHold hold = of(people.callerWith(Map.of()));

        assertThat(taken(hold, talkative, 0)).isTrue();
        assertThat(holds.known()).isZero();
    }
}
