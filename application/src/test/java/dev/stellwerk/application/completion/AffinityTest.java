package dev.stellwerk.application.completion;

import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.fakes.FakeUpstream.answeredAs;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static dev.stellwerk.application.fakes.FakeUpstream.streaming;
import static dev.stellwerk.application.fakes.FakeUpstream.unfinished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.call.Payload;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.fakes.FakeStream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.traffic.DeploymentTraffic;
import dev.stellwerk.domain.usage.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls that follow earlier ones. Without a tie the strategy takes the deployment after the last one. */
class AffinityTest {
    private static final Payload.Prefix LONG = new Payload.Prefix("d1", 1024);

    private final MainPath path = new MainPath()
            .with(
                    deployment("a", "chat").region("eu").tags("free"),
                    deployment("b", "chat").region("us").tags("paid"),
                    deployment("c", "other").region("us").tags("paid"));
    private int next;

    AffinityTest() {
        path.strategy = (eligible, _) -> next++ % eligible.count();
    }

    private String served(ACall call) {
        Answer answer = path.call(call);
        assertThat(answer).isInstanceOf(Answer.Whole.class);
        return path.upstream.called().getLast();
    }

    private void occupy(String deployment, int calls) {
        for (int i = 0; i < calls; i++) {
            DeploymentTraffic.Lease _ = path.traffic(deployment).enter();
        }
    }

    private Credential newKey() {
        return path.people.newKey(Map.of());
    }

    @Test
    void without_a_setting_nothing_is_tied() {
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");
    }

    @Test
    void a_session_stays_where_it_began() {
        path.affinity(Affinity.SESSION);

        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
        assertThat(served(ACall.of("chat").session("t"))).isEqualTo("b");
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
        assertThat(served(ACall.of("chat").session("t"))).isEqualTo("b");
    }

    @Test
    @Tag("S56")
    void the_same_session_of_another_key_is_another_session() {
        path.affinity(Affinity.SESSION);

        assertThat(served(ACall.of("chat").session("s").as(newKey()))).isEqualTo("a");
        assertThat(served(ACall.of("chat").session("s").as(newKey()))).isEqualTo("b");
    }

    @Test
    void a_key_stays_where_it_began_and_its_session_matters_more() {
        path.affinity(Affinity.KEY, Affinity.SESSION);
        Credential key = newKey();

        assertThat(served(ACall.of("chat").as(key))).isEqualTo("a");
        assertThat(served(ACall.of("chat").as(key))).isEqualTo("a");
        assertThat(served(ACall.of("b").session("s").as(key))).isEqualTo("b");
        assertThat(served(ACall.of("chat").session("s").as(key))).isEqualTo("b");
    }

    @Test
    void a_constraint_is_stronger_than_a_session() {
        path.affinity(Affinity.SESSION);
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");

        assertThat(served(ACall.of("chat").session("s").in("us"))).isEqualTo("b");
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
    }

    @Test
    void a_session_leaves_a_deployment_that_is_down_and_comes_back() {
        path.affinity(Affinity.SESSION);
        served(ACall.of("chat").session("s"));
        path.upstream.then("a", failed(429));

        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");
        path.time.pass(Duration.ofSeconds(6));
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
    }

    @Test
    void a_session_leaves_a_deployment_that_is_much_busier_than_the_others() {
        path.affinity(Affinity.SESSION);
        served(ACall.of("chat").session("s"));
        occupy("a", 40);
        next = 1;
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");

        occupy("b", 40);
        next = 1;
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("a");
    }

    @Test
    void who_stands_in_as_a_fallback_does_not_become_the_sessions_own() {
        path.affinity(Affinity.SESSION).fallback("chat", "other");
        path.upstream.then("a", failed(400));
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("c");

        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");
        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");
    }

    @Test
    void a_tie_ends_with_its_time() {
        path.affinity(Affinity.SESSION);
        served(ACall.of("chat").session("s"));
        path.time.pass(Duration.ofHours(1));

        assertThat(served(ACall.of("chat").session("s"))).isEqualTo("b");
    }

    // ---- answers that are continued

    @Test
    void an_answer_is_continued_where_it_was_given() {
        path.affinity(Affinity.RESPONSE_ID);
        path.upstream.then("a", answeredAs("resp_1")).then("b", answeredAs("resp_2"));
        assertThat(served(ACall.of("chat").responding())).isEqualTo("a");
        assertThat(served(ACall.of("chat").responding())).isEqualTo("b");

        assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("a");
        assertThat(served(ACall.of("chat").continuing("resp_2"))).isEqualTo("b");
        assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("a");
    }

    @Test
    void a_streamed_answer_is_known_from_its_first_event() {
        path.affinity(Affinity.RESPONSE_ID);
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(TokenUsage.NONE), "resp_1")));
        try (Answer.StreamBody _ = path.stream(ACall.of("chat").responding())) {
            assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("a");
        }
    }

    @Test
    void what_a_fallback_answered_is_continued_there() {
        path.affinity(Affinity.RESPONSE_ID).fallback("chat", "other");
        path.upstream.then("a", failed(400)).then("c", answeredAs("resp_1"));
        assertThat(served(ACall.of("chat").responding())).isEqualTo("c");

        assertThat(served(ACall.of("other").continuing("resp_1"))).isEqualTo("c");
    }

    @Test
    void a_deployment_that_is_down_is_not_waited_for() {
        path.affinity(Affinity.RESPONSE_ID);
        path.upstream.then("a", answeredAs("resp_1"), failed(429));
        served(ACall.of("chat").responding());

        assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("b");
    }

    @Test
    void load_is_no_reason_to_leave_what_nobody_else_can_continue() {
        path.affinity(Affinity.RESPONSE_ID);
        path.upstream.then("a", answeredAs("resp_1"));
        served(ACall.of("chat").responding());
        occupy("a", 100);

        assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("a");
    }

    @Test
    void a_continuation_that_may_not_go_where_it_must_is_refused_and_falls_back_to_nobody() {
        path.affinity(Affinity.RESPONSE_ID).fallback("*", "other");
        path.upstream.then("a", answeredAs("resp_1"));
        served(ACall.of("chat").responding());

        assertThat(path.failure(ACall.of("chat").continuing("resp_1").in("us")))
                .isInstanceOf(CallRefusal.ContinuationDenied.class);
        assertThat(path.failure(ACall.of("chat").continuing("resp_1").tagged("paid")))
                .isInstanceOf(CallRefusal.ContinuationDenied.class);
        assertThat(path.failure(ACall.of("chat").continuing("resp_1").tagged("unheard-of")))
                .isInstanceOf(CallRefusal.ContinuationDenied.class);
        assertThat(path.upstream.called()).containsExactly("a");
    }

    @Test
    @Tag("S56")
    void an_answer_is_remembered_for_its_own_team_or_key_alone() {
        path.affinity(Affinity.RESPONSE_ID);
        path.people.newTeam("t1", Map.of());
        Credential one = path.people.newKey(Map.of("team_id", "t1"));
        Credential colleague = path.people.newKey(Map.of("team_id", "t1"));
        path.upstream.then("a", answeredAs("resp_1"));
        served(ACall.of("chat").responding().as(one));

        next = 1;
        assertThat(served(ACall.of("chat").continuing("resp_1").as(colleague))).isEqualTo("a");
        next = 1;
        assertThat(served(ACall.of("chat").continuing("resp_1").as(newKey()))).isEqualTo("b");
        next = 1;
        assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("b");
    }

    @Test
    void an_endless_name_is_not_remembered() {
        path.affinity(Affinity.RESPONSE_ID);
        String endless = "r".repeat(257);
        path.upstream.then("a", answeredAs(endless));
        served(ACall.of("chat").responding());

        next = 1;
        assertThat(served(ACall.of("chat").continuing(endless))).isEqualTo("b");
        assertThat(served(ACall.of("chat").continuing(endless))).isEqualTo("a");
        assertThat(new Ties(null, List.of(), "response:", Duration.ZERO).ofAnswer(endless))
                .isNull();
    }

    @Test
    void an_answer_that_is_continued_is_remembered_for_longer() {
        path.affinity(Affinity.RESPONSE_ID);
        path.upstream.then("a", answeredAs("resp_1"));
        served(ACall.of("chat").responding());

        for (int i = 0; i < 3; i++) {
            path.time.pass(Duration.ofMinutes(50));
            next = 1;
            assertThat(served(ACall.of("chat").continuing("resp_1"))).isEqualTo("a");
        }
    }

    // ---- prompts that are cached

    @Test
    void a_marked_beginning_goes_where_it_is_cached_for_five_minutes() {
        path.affinity(Affinity.PROMPT_CACHE);

        assertThat(served(ACall.of("chat").marking(LONG))).isEqualTo("a");
        path.time.pass(Duration.ofSeconds(299));
        assertThat(served(ACall.of("chat").marking(LONG))).isEqualTo("a");
        assertThat(served(ACall.of("chat").marking(new Payload.Prefix("d2", 2000), LONG)))
                .isEqualTo("a");
        path.time.pass(Duration.ofMinutes(5));
        assertThat(served(ACall.of("chat").marking(LONG))).isEqualTo("b");
    }

    @Test
    void a_beginning_that_is_too_short_is_cached_nowhere() {
        path.affinity(Affinity.PROMPT_CACHE);
        var tooShort = new Payload.Prefix("d1", 1023);

        assertThat(served(ACall.of("chat").marking(tooShort))).isEqualTo("a");
        assertThat(served(ACall.of("chat").marking(tooShort))).isEqualTo("b");
    }

    @Test
    @Tag("S56")
    void the_same_prompt_of_another_key_is_another_prompt() {
        path.affinity(Affinity.PROMPT_CACHE);

        assertThat(served(ACall.of("chat").marking(LONG).as(newKey()))).isEqualTo("a");
        assertThat(served(ACall.of("chat").marking(LONG).as(newKey()))).isEqualTo("b");
    }

    // ---- answers that are asked about

    private Credential madeBy(Credential key) {
        path.upstream.then("b", answeredAs("resp_1"));
        next = 1;
        assertThat(served(ACall.of("chat").responding().as(key))).isEqualTo("b");
        next = 0;
        return key;
    }

    @Test
    void an_answer_is_continued_where_it_was_given_without_a_setting() {
        Credential key = madeBy(newKey());
        assertThat(served(ACall.of("chat").continuing("resp_1").as(key))).isEqualTo("b");
    }

    @Test
    void an_answer_is_asked_for_where_it_was_given_and_costs_nothing_again() {
        Credential key = madeBy(newKey());
        path.spent.clear();
        path.upstream.then("b", answeredAs("resp_1"));
        assertThat(served(ACall.of(null).about("resp_1").as(key))).isEqualTo("b");
        assertThat(path.spent).allMatch(one -> one.dollars().signum() == 0);
    }

    @Test
    @Tag("S56")
    void an_answer_of_another_caller_or_of_nobody_looks_absent() {
        madeBy(newKey());
        assertThat(path.failure(ACall.of(null).about("resp_1").as(newKey())))
                .isEqualTo(new CallRefusal.UnknownResponse("resp_1"));
        assertThat(path.failure(ACall.of(null).about("resp_1"))).isEqualTo(new CallRefusal.UnknownResponse("resp_1"));
        assertThat(path.failure(ACall.of(null).about("").as(newKey()))).isEqualTo(new CallRefusal.UnknownResponse(""));
        assertThat(path.upstream.called()).containsExactly("b");
    }

    @Test
    void what_holds_for_the_caller_now_holds_for_its_earlier_answers() {
        Credential key = madeBy(newKey());
        assertThat(path.failure(ACall.of(null).about("resp_1").as(key).tagged("free")))
                .isInstanceOf(CallRefusal.TagsDenied.class);
        assertThat(path.failure(ACall.of(null).about("resp_1").as(key).in("eu")))
                .isInstanceOf(CallRefusal.RegionUnavailable.class);
        assertThat(path.upstream.called()).containsExactly("b");
    }

    @Test
    void nobody_stands_in_for_the_holder_of_an_answer() {
        path.fallback("*", "other");
        Credential key = madeBy(newKey());
        path.upstream.then("b", failed(503), failed(503), failed(503), failed(503));
        path.failure(ACall.of(null).about("resp_1").as(key));
        assertThat(path.upstream.called()).containsOnly("b");
    }

    @Test
    void an_answer_that_its_holder_has_not_is_no_fault_of_the_holder() {
        Credential key = madeBy(newKey());
        path.upstream.then("b", failed(UpstreamFailure.of(ErrorClass.NOT_FOUND, 404, "no such response")));
        path.failure(ACall.of(null).about("resp_1").as(key));
        path.upstream.then("b", answeredAs("resp_1"));
        assertThat(served(ACall.of(null).about("resp_1").as(key))).isEqualTo("b");
    }

    @Test
    void an_answer_that_was_still_being_made_is_paid_once_when_it_is_there() {
        Credential key = newKey();
        path.upstream.then("b", unfinished("resp_1"));
        next = 1;
        served(ACall.of("chat").responding().as(key));
        assertThat(paid()).isZero();

        next = 0;
        path.upstream.then("b", unfinished("resp_1"), answeredAs("resp_1"), answeredAs("resp_1"));
        served(ACall.of(null).about("resp_1").as(key));
        assertThat(paid()).isZero();
        served(ACall.of(null).about("resp_1").as(key));
        long once = paid();
        assertThat(once).isPositive();
        served(ACall.of(null).about("resp_1").as(key));
        assertThat(paid()).isEqualTo(once);
    }

    private long paid() {
        return path.traffic("b").tokens(path.time.minute());
    }

    @Test
    void an_answer_is_the_callers_under_the_alias_that_it_may_use() {
        path.alias("nick", "chat");
        Credential key = path.people.newKey(Map.of("models", List.of("nick")));
        path.upstream.then("b", answeredAs("resp_1"));
        next = 1;
        served(ACall.of("nick").responding().as(key));
        next = 0;
        assertThat(served(ACall.of(null).about("resp_1").as(key))).isEqualTo("b");
    }
}
