package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.completion.MainPath.ofTeam;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static dev.stellwerk.application.fakes.FakeUpstream.filtered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.Header;
import dev.stellwerk.application.fakes.FakeUpstream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.AnswerHead;
import dev.stellwerk.application.port.in.AnswerHead.Attempt;
import dev.stellwerk.application.port.in.AnswerHead.Ending;
import dev.stellwerk.application.port.in.AnswerHead.Rejected;
import dev.stellwerk.application.port.in.AnswerHead.Remaining;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an answer says about how it came to be. */
class HeadTest {
    private final MainPath path = new MainPath();

    private static Capacity stating(Long requests, Long tokens) {
        return new Capacity(null, requests, tokens, null, null, null);
    }

    @Test
    void it_names_who_answered_and_what_it_took() {
        path.with(deployment("a", "chat"), deployment("b", "chat"), deployment("c", "spare"))
                .fallback("*", "spare");
        path.upstream.then("a", failed(500)).then("b", failed(400));

        AnswerHead head = path.call("chat").head();

        assertThat(head.callId()).isEqualTo("call-1");
        assertThat(head.deployment()).isNotNull();
        assertThat(head.deployment().id().value()).isEqualTo("c");
        assertThat(head.group()).isEqualTo("spare");
        assertThat(head.attemptedFallbacks()).isEqualTo(1);
        assertThat(head.attemptedRetries()).isZero();
    }

    @Test
    void a_failure_is_told_of_the_deployment_whose_it_was() {
        path.with(deployment("a", "chat"), deployment("c", "spare")).fallback("chat", "spare");
        List<Header> headers = List.of(new Header("request-id", "r1"));
        path.upstream
                .then(
                        "a",
                        new Outcome.Failed(UpstreamFailure.of(ErrorClass.INTERNAL_SERVER, 529, "busy"), 529, headers))
                .then("c", failed(400));

        assertThat(path.call(ACall.of("chat").retries(0))).isInstanceOfSatisfying(Answer.Failed.class, answer -> {
            assertThat(answer.failure())
                    .isInstanceOfSatisfying(
                            UpstreamFailure.class,
                            failure -> assertThat(failure.status()).isEqualTo(529));
            assertThat(answer.deployment()).isNotNull();
            assertThat(answer.deployment().id().value()).isEqualTo("a");
            assertThat(answer.upstreamHeaders()).isEqualTo(headers);
            assertThat(answer.head().deployment()).isNotNull();
            assertThat(answer.head().deployment().id().value()).isEqualTo("c");
        });
    }

    @Test
    void retries_are_those_of_the_group_that_answered() {
        path.with(deployment("a", "chat"), deployment("b", "chat"));
        path.upstream.then("a", failed(500));

        AnswerHead head = path.call(ACall.of("chat").retries(3)).head();

        assertThat(head.attemptedRetries()).isEqualTo(1);
        assertThat(head.retriesMax()).isEqualTo(3);
    }

    @Test
    void the_decision_is_noted_for_who_asked_for_it() {
        path.with(
                        deployment("a", "chat").tags("free"),
                        deployment("b", "chat").tags("free"),
                        deployment("c", "chat").tags("paid"))
                .fallback("chat", "spare");
        path.upstream.then("a", failed(429));

        AnswerHead noted =
                path.call(ACall.of("chat").tagged("free").wantingDecision()).head();

        assertThat(noted.decision())
                .containsExactly(
                        new Attempt(
                                "a",
                                Ending.FAILED,
                                ErrorClass.RATE_LIMIT,
                                429,
                                List.of(new Rejected("c", "tag_mismatch"))),
                        new Attempt(
                                "b",
                                Ending.ANSWERED,
                                null,
                                200,
                                List.of(new Rejected("a", "cooling_down"), new Rejected("c", "tag_mismatch"))));
        assertThat(path.call("chat").head().decision()).isEmpty();
    }

    @Test
    void the_decision_names_what_belongs_to_another_team_to_admins_alone() {
        path.with(deployment("a", "chat"), ofTeam("t", "chat"));
        Credential key = path.people.newKey(Map.of());

        assertThat(path.call(ACall.of("chat").wantingDecision().as(key)).head().decision())
                .extracting(Attempt::rejected)
                .containsExactly(List.of());
        assertThat(path.call(ACall.of("chat").wantingDecision()).head().decision())
                .extracting(Attempt::rejected)
                .containsExactly(List.of(new Rejected("t", "other_team")));
    }

    @Test
    void a_filtered_answer_is_noted_as_what_it_counts_for() {
        path.with(deployment("a", "chat"), deployment("x", "spare")).fallback("*", "spare");
        path.upstream.then("a", filtered(FakeUpstream.USED));

        assertThat(path.call(ACall.of("chat").wantingDecision()).head().decision())
                .extracting(Attempt::failure)
                .containsExactly(ErrorClass.CONTENT_POLICY_VIOLATION, null);
    }

    @Test
    void the_cost_is_that_of_all_answers_the_call_was_given() {
        path.with(
                        deployment("a", "chat").facts(MainPath.priced("0.1")),
                        deployment("x", "spare").facts(MainPath.priced("0.2")))
                .fallback("*", "spare");
        path.upstream.then("a", filtered(FakeUpstream.USED));

        assertThat(path.call("chat").head().cost()).isEqualByComparingTo(new BigDecimal("9"));
    }

    @Test
    void time_spent_on_failed_attempts_is_the_upstreams() {
        path.with(deployment("a", "chat"), deployment("b", "chat"));
        path.upstream.during("a", _ -> {
            path.time.pass(Duration.ofMillis(300));
            return failed(500);
        });

        assertThat(path.call("chat").head().upstreamNanos())
                .isEqualTo(Duration.ofMillis(300).toNanos());
    }

    @Test
    void what_a_group_has_left_is_what_its_members_state_less_what_they_used() {
        path.with(
                deployment("a", "chat").capacity(stating(10L, 1_000L)),
                deployment("b", "chat").capacity(stating(20L, null)),
                deployment("c", "chat"));

        assertThat(path.call("chat").head().remaining()).isEqualTo(new Remaining(30L, 29L, 1_000L, 970L));
        assertThat(path.call("c").head().remaining()).isEqualTo(new Remaining(30L, 29L, 1_000L, 970L));
        path.time.pass(Duration.ofMinutes(1));
        assertThat(path.call("c").head().remaining()).isEqualTo(new Remaining(30L, 30L, 1_000L, 1_000L));
    }

    @Test
    void nothing_is_left_of_what_nobody_states() {
        path.with(deployment("a", "chat"), deployment("b", "other").capacity(stating(null, 100L)));

        assertThat(path.call("chat").head().remaining()).isNull();
        assertThat(path.call("other").head().remaining()).isEqualTo(new Remaining(null, null, 100L, 70L));
    }

    @Test
    void a_failure_speaks_of_no_capacity() {
        path.with(deployment("a", "chat").capacity(stating(10L, null)));
        path.upstream.then("a", failed(400));

        AnswerHead head = path.call("chat").head();

        assertThat(head.remaining()).isNull();
        assertThat(head.cost()).isNull();
        assertThat(head.deployment()).isNotNull();
    }

    @Test
    void a_counted_prompt_teaches_nothing_about_how_fast_a_model_answers() {
        path.with(deployment("a", "chat"));
        path.upstream.then("a", FakeUpstream.answered(TokenUsage.NONE));

        assertThat(path.call(ACall.of("chat").type(CallType.TOKEN_COUNT))).isInstanceOf(Answer.Whole.class);

        assertThat(path.traffic("a").view().perToken().samples()).isZero();
        assertThat(path.spent).isEmpty();
    }
}
