package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.fakes.FakeUpstream.answeredWithoutUsage;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static dev.stellwerk.application.fakes.FakeUpstream.failure;
import static dev.stellwerk.application.fakes.FakeUpstream.filtered;
import static dev.stellwerk.application.fakes.FakeUpstream.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.fakes.FakeStream;
import dev.stellwerk.application.fakes.FakeUpstream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.out.UpstreamClient.Outcome;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.spi.routing.CallType;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the attempts of a call do, and what they teach. */
class AttemptsTest {
    private final MainPath path = new MainPath();

    private static Capacity requestsPerMinute(long limit) {
        return new Capacity(null, limit, null, null, null, null);
    }

    @Test
    void every_failed_attempt_is_learned_and_told_to_others() {
        path.with(deployment("a", "chat"), deployment("b", "chat"), deployment("c", "chat"));
        path.upstream.then("a", failed(429)).then("b", failed(401));

        path.call("chat");

        assertThat(path.upstream.called()).containsExactly("a", "b", "c");
        assertThat(path.announced).containsExactly("a 429", "b 401");
        assertThat(path.traffic("a").cooling(path.time.nanos())).isTrue();
        assertThat(path.traffic("c").outcomes(path.time.nanos()).successes()).isEqualTo(1);
    }

    @Test
    void a_bound_that_the_caller_chose_says_nothing_about_the_deployment() {
        path.with(deployment("a", "chat"), deployment("b", "chat"));
        var impatience = new UpstreamFailure(
                ErrorClass.TIMEOUT, 408, "too slow", Optional.empty(), null, null, null, Duration.ZERO, true);
        path.upstream.then("a", failed(impatience));

        path.call("chat");

        assertThat(path.traffic("a").outcomes(path.time.nanos()).failures()).isZero();
        assertThat(path.announced).isEmpty();
    }

    @Test
    void what_a_clients_own_credential_earned_ends_the_call_and_rests_nothing() {
        path.with(deployment("a", "chat"), deployment("b", "chat"), deployment("c", "spare"))
                .fallback("*", "spare");
        path.upstream.then(
                "a",
                new Outcome.Failed(
                        UpstreamFailure.of(ErrorClass.AUTHENTICATION, 401, "expired")
                                .broughtAboutByCaller(),
                        401,
                        List.of(),
                        true));

        assertThat(path.failure(ACall.of("chat").retries(3)))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.message()).isEqualTo("expired"));

        assertThat(path.upstream.called()).containsExactly("a");
        assertThat(path.traffic("a").outcomes(path.time.nanos()).failures()).isZero();
        assertThat(path.announced).isEmpty();
    }

    @Test
    void a_complete_stream_is_a_success_and_a_broken_one_only_a_failure() {
        path.with(deployment("a", "chat"));
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(TokenUsage.NONE))));
        path.stream(ACall.of("chat")).writeTo((_, _, _) -> {});
        assertThat(path.traffic("a").outcomes(path.time.nanos()).successes()).isEqualTo(1);

        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Broken(TokenUsage.NONE, failure(500)))));
        path.stream(ACall.of("chat")).writeTo((_, _, _) -> {});
        assertThat(path.traffic("a").outcomes(path.time.nanos()).successes()).isEqualTo(1);
        assertThat(path.traffic("a").outcomes(path.time.nanos()).failures()).isEqualTo(1);
    }

    @Test
    void a_client_that_leaves_its_stream_says_nothing_about_the_deployment() {
        path.with(deployment("a", "chat"));
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Abandoned(TokenUsage.NONE))));

        path.stream(ACall.of("chat")).writeTo((_, _, _) -> {});

        assertThat(path.traffic("a").outcomes(path.time.nanos()).total()).isZero();
        assertThat(path.traffic("a").view().perToken().samples()).isZero();
    }

    @Test
    void a_deployment_at_its_limit_is_passed_over_without_being_called() {
        path.with(
                        deployment("a", "chat").capacity(requestsPerMinute(1)),
                        deployment("b", "chat").capacity(requestsPerMinute(1)))
                .enforcingLimits();
        path.call("chat");
        path.call("chat");

        assertThat(path.upstream.called()).containsExactly("a", "b");
        assertThat(path.failure(ACall.of("chat")))
                .isInstanceOfSatisfying(CallRefusal.ModelRateLimited.class, limited -> {
                    assertThat(limited.limit()).isEqualTo(1);
                    assertThat(limited.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
                });
        assertThat(path.upstream.calls).hasSize(2);
    }

    @Test
    void a_strategy_that_reckons_with_limits_has_them_held_but_not_for_calls_by_id() {
        path.limitsHold = true;
        path.with(deployment("a", "chat").capacity(requestsPerMinute(1)));
        path.call("chat");

        assertThat(path.failure(ACall.of("chat"))).isInstanceOf(CallRefusal.NoneAvailable.class);
        assertThat(path.call("a")).isInstanceOf(Answer.Whole.class);
    }

    @Test
    void limits_of_callers_refuse_without_a_fallback() {
        path.with(deployment("a", "chat"), deployment("b", "spare")).fallback("*", "spare");
        Credential key = path.people.newKey(Map.of("rpm_limit", 1));
        path.call(ACall.of("chat").as(key));

        assertThat(path.failure(ACall.of("chat").as(key)))
                .isInstanceOfSatisfying(CallRefusal.CallerRateLimited.class, limited -> {
                    assertThat(limited.scope()).isEqualTo(LimitScope.KEY);
                    assertThat(limited.kind()).isEqualTo(LimitKind.REQUESTS);
                    assertThat(limited.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
                });
        assertThat(path.upstream.called()).containsExactly("a");
        assertThat(path.announced).isEmpty();
    }

    @Test
    void a_limit_for_one_model_steps_down_to_the_fallback_under_its_own_limit() {
        path.with(deployment("a", "chat"), deployment("b", "spare")).fallback("chat", "spare");
        Credential key = path.people.newKey(Map.of("model_rpm_limit", Map.of("chat", 1, "spare", 1)));
        path.call(ACall.of("chat").as(key));

        assertThat(path.call(ACall.of("chat").as(key))).isInstanceOfSatisfying(Answer.Whole.class, answer -> {
            assertThat(answer.head().group()).isEqualTo("spare");
            assertThat(answer.head().attemptedFallbacks()).isEqualTo(1);
        });
        assertThat(path.failure(ACall.of("chat").as(key)))
                .isInstanceOfSatisfying(
                        CallRefusal.CallerRateLimited.class,
                        limited -> assertThat(limited.id()).endsWith(":chat"));
        assertThat(path.upstream.called()).containsExactly("a", "b");
    }

    @Test
    void answers_carry_the_name_that_was_sent_after_a_fallback_too() {
        path.with(deployment("a", "chat"), deployment("b", "spare"))
                .alias("nick", "chat")
                .fallback("chat", "spare");
        path.call(ACall.of("nick"));
        path.upstream.then("a", failed(400));
        path.call(ACall.of("nick"));

        assertThat(path.upstream.called()).containsExactly("a", "a", "b");
        assertThat(path.upstream.calls.getFirst().answerModel()).isEqualTo("nick");
        assertThat(path.upstream.calls.getLast().answerModel()).isEqualTo("nick");
    }

    @Test
    void a_key_may_do_without_fallbacks() {
        path.with(deployment("a", "chat"), deployment("b", "spare")).fallback("*", "spare");
        Credential key = path.people.newKey(Map.of("metadata", Map.of("disable_fallbacks", true)));
        path.upstream.then("a", failed(400));

        assertThat(path.failure(ACall.of("chat").as(key))).isEqualTo(failure(400));
        assertThat(path.upstream.called()).containsExactly("a");
    }

    @Test
    void the_default_model_of_a_customer_is_tried_inside_its_region() {
        path.with(deployment("a", "chat").region("us"), deployment("b", "other").region("eu"));
        path.people.newCustomer("u1", Map.of("allowed_model_region", "eu", "default_model", "other"));

        path.call(ACall.of("chat").user("u1"));

        assertThat(path.upstream.called()).containsExactly("b");
    }

    @Test
    void a_call_by_id_skips_the_cooldown_but_no_constraint() {
        path.with(deployment("a", "chat").tags("free"), deployment("b", "chat").tags("free"));
        path.upstream.then("a", failed(429));
        path.call("chat");

        path.call("a");
        assertThat(path.upstream.called()).containsExactly("a", "b", "a");
        assertThat(path.failure(ACall.of("a").tagged("paid"))).isInstanceOf(CallRefusal.TagsDenied.class);
    }

    @Test
    @Tag("S60")
    void an_upstream_that_does_not_count_is_charged_by_length() {
        path.with(deployment("a", "chat").facts(MainPath.priced("1")));
        path.upstream.then("a", answeredWithoutUsage(), answeredWithoutUsage());

        path.call("chat");
        path.call(ACall.of("chat").type(CallType.SPEECH));

        assertThat(path.dollars()).containsExactly("10", "7");
    }

    @Test
    void what_has_no_price_is_not_charged() {
        path.with(deployment("a", "chat"));

        assertThat(path.call("chat").head().cost()).isNull();
        assertThat(path.spent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"safe, '', true", "'', spare, true", "'', '', false", "nowhere, spare, false"})
    void a_filtered_answer_is_a_failure_where_somebody_else_is_to_be_asked(
            String contentPolicy, String everything, boolean replaced) {
        path.with(deployment("a", "chat"), deployment("s", "safe"), deployment("x", "spare"));
        if (!everything.isEmpty()) {
            path.fallback("*", everything);
        }
        if (!contentPolicy.isEmpty()) {
            path.contentPolicyFallback("chat", contentPolicy);
        }
        path.upstream.then("a", filtered(FakeUpstream.USED));

        Answer answer = path.call("chat");

        assertThat(answer).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.calls).hasSize(replaced ? 2 : 1);
        assertThat(answer.head().attemptedFallbacks()).isEqualTo(replaced ? 1 : 0);
        assertThat(path.announced).isEmpty();
    }

    @Test
    void a_filtered_answer_of_the_last_fallback_stands() {
        path.with(deployment("a", "chat"), deployment("x", "spare")).fallback("*", "spare");
        path.upstream.then("a", filtered(FakeUpstream.USED)).then("x", filtered(FakeUpstream.USED));

        assertThat(path.call("chat")).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a", "x");
    }

    @Test
    void a_call_that_does_without_fallbacks_keeps_its_filtered_answer() {
        path.with(deployment("a", "chat"), deployment("x", "spare")).fallback("*", "spare");
        path.upstream.then("a", filtered(FakeUpstream.USED));

        assertThat(path.call(ACall.of("chat").fallbacksDisabled())).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a");
    }
}
