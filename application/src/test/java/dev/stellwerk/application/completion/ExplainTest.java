package dev.stellwerk.application.completion;

import static dev.stellwerk.application.access.AccessFixture.refusal;
import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.completion.MainPath.ofTeam;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ExplainRoute.Candidate;
import dev.stellwerk.application.port.in.ExplainRoute.Explanation;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.routing.settings.RoutingSettings.Affinity;
import dev.stellwerk.domain.spi.routing.Eligible;
import dev.stellwerk.domain.spi.routing.RoutingContext;
import dev.stellwerk.domain.spi.routing.RoutingStrategy;
import dev.stellwerk.domain.spi.routing.Shares;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Explanations say what a call would do, and do nothing of it. */
class ExplainTest {
    private final MainPath path = new MainPath()
            .with(
                    deployment("a", "chat").tags("free").region("eu").capacity(limited()),
                    deployment("b", "chat").tags("free").region("us").capacity(limited()),
                    deployment("c", "chat").tags("paid"),
                    deployment("x", "spare").tags("free"))
            .fallback("chat", "spare")
            .enforcingLimits();

    private static Capacity limited() {
        return new Capacity(null, 10L, 1_000L, null, null, 1);
    }

    private static List<String> verdicts(Explanation explanation) {
        return explanation.candidates().stream().map(ExplainTest::verdict).toList();
    }

    private static String verdict(Candidate candidate) {
        var why = candidate.rejection();
        return candidate.deployment().id().value() + " "
                + (why == null ? String.valueOf(candidate.probability()) : why.reason());
    }

    @Test
    void it_agrees_with_the_call() {
        for (ACall call : List.of(
                ACall.of("chat").tagged("free"),
                ACall.of("chat").tagged("free").in("us"),
                ACall.of("c"),
                ACall.of("chat").simulating(Simulated.FAILURE).tagged("free"),
                ACall.of("spare").simulating(Simulated.RATE_LIMIT),
                ACall.of("chat").simulating(Simulated.TIMEOUT))) {
            Explanation explanation = path.explain(call);
            Answer answer = path.call(call);

            assertThat(answer.head().deployment()).isNotNull();
            assertThat(explanation.selected())
                    .isEqualTo(answer.head().deployment().id().value());
            assertThat(explanation.error()).isNull();
        }
    }

    @Test
    void it_agrees_with_the_refusal() {
        for (ACall call : List.of(
                ACall.of("chat").tagged("unheard-of"),
                ACall.of("nowhere"),
                ACall.of("c").in("mars"))) {
            Explanation explanation = path.explain(call);

            assertThat(explanation.selected()).isNull();
            assertThat(explanation.error()).isNotNull();
            assertThat(explanation.error().failure()).isEqualTo(path.failure(call));
        }
    }

    @Test
    void every_candidate_has_its_verdict() {
        path.upstream.then("a", failed(429));
        path.call(ACall.of("chat").tagged("free"));

        assertThat(verdicts(path.explain(ACall.of("chat").tagged("free"))))
                .containsExactly("a cooling_down", "b 1.0", "c tag_mismatch");
        assertThat(verdicts(path.explain(ACall.of("c")))).containsExactly("c 1.0");
    }

    @Test
    void it_changes_nothing() {
        Credential key = path.people.newKey(Map.of("rpm_limit", 1, "max_parallel_requests", 1));
        for (int i = 0; i < 50; i++) {
            path.explain(ACall.of("chat").tagged("free").as(key));
        }

        assertThat(path.upstream.calls).isEmpty();
        assertThat(path.limits.granted).isEmpty();
        assertThat(path.spent).isEmpty();
        assertThat(path.announced).isEmpty();
        assertThat(path.pauses).isEmpty();
        for (String id : List.of("a", "b", "c", "x")) {
            assertThat(path.traffic(id).requests(path.time.minute())).as(id).isZero();
            assertThat(path.traffic(id).inFlight()).as(id).isZero();
        }
        assertThat(path.call(ACall.of("chat").tagged("free").as(key))).isInstanceOf(Answer.Whole.class);
    }

    @Test
    void whoever_is_preferred_gets_all_and_else_the_strategy_shares_out() {
        path.affinity(Affinity.SESSION);
        path.call(ACall.of("b").session("s"));

        assertThat(verdicts(path.explain(ACall.of("chat").session("s")))).containsExactly("a 0.0", "b 1.0", "c 0.0");
        assertThat(verdicts(path.explain(ACall.of("chat").session("s").in("eu"))))
                .containsExactly("a 1.0", "b region_mismatch", "c region_mismatch");
        assertThat(verdicts(path.explain(ACall.of("chat").session("s").tagged("paid"))))
                .containsExactly("a tag_mismatch", "b tag_mismatch", "c 1.0");
    }

    @Test
    void a_preference_for_who_is_out_leaves_the_shares_alone() {
        path.affinity(Affinity.SESSION);
        path.strategy = new Halves();
        path.call(ACall.of("c").session("s"));

        assertThat(verdicts(path.explain(ACall.of("chat").session("s").tagged("free"))))
                .containsExactly("a 0.5", "b 0.5", "c tag_mismatch");
    }

    /** Shares evenly between two. */
    private static final class Halves implements RoutingStrategy {
        @Override
        public int choose(Eligible eligible, RoutingContext context) {
            return context.random().nextInt(eligible.count());
        }

        @Override
        public void shares(Eligible eligible, RoutingContext context, Shares shares) {
            for (int i = 0; i < eligible.count(); i++) {
                shares.give(i, 1.0 / eligible.count());
            }
        }
    }

    @Test
    void a_key_that_may_not_use_the_route_is_told_nothing() {
        Credential key = path.people.newKey(Map.of("allowed_routes", List.of("/chat/completions")));

        assertThat(refusal(() -> path.explain(ACall.of("chat").as(key)))).isInstanceOf(CallRefusal.RouteDenied.class);
    }

    @Test
    void an_admin_may_ask_for_others_and_nobody_else_may() {
        path.people.newTeam("t1", Map.of("tags", List.of("paid")));
        Credential key = path.people.newKey(Map.of("team_id", "t1"));
        String hash = path.people.key(key).hash();

        assertThat(path.explain(ACall.of("chat"), new OnBehalfOf(null, "t1")).selected())
                .isEqualTo("c");
        assertThat(path.explain(ACall.of("chat"), new OnBehalfOf(hash, null)).selected())
                .isEqualTo("c");
        assertThat(refusal(() -> path.explain(ACall.of("chat").as(key), new OnBehalfOf(null, "t1"))))
                .isEqualTo(new CallRefusal.SpeakingForOthersRefused());
    }

    @Test
    void what_belongs_to_another_team_is_shown_to_admins_alone() {
        path.with(ofTeam("t", "chat"), ofTeam("u", "teamg"));
        Credential key = path.people.newKey(Map.of());
        String hash = path.people.key(key).hash();

        assertThat(verdicts(path.explain(ACall.of("chat").as(key)))).containsExactly("a 1.0", "b 0.0", "c 0.0");
        assertThat(verdicts(path.explain(ACall.of("chat")))).contains("t other_team");
        assertThat(verdicts(path.explain(ACall.of("chat"), new OnBehalfOf(hash, null))))
                .contains("t other_team");

        Explanation hidden = path.explain(ACall.of("teamg").as(key));
        assertThat(hidden.group()).isNull();
        assertThat(hidden.candidates()).isEmpty();
        assertThat(hidden.error()).isNotNull();
        assertThat(hidden.error().failure()).isEqualTo(new CallRefusal.UnknownModel("teamg"));
        Explanation shown = path.explain(ACall.of("teamg"), new OnBehalfOf(hash, null));
        assertThat(verdicts(shown)).containsExactly("u other_team");
        assertThat(shown.error()).isNotNull();
        assertThat(shown.error().failure()).isEqualTo(new CallRefusal.UnknownModel("teamg"));
    }

    @Test
    void what_a_call_would_not_be_admitted_to_is_not_explained() {
        Credential key = path.people.newKey(Map.of("models", List.of("spare")));

        assertThat(refusal(() -> path.explain(ACall.of("chat").as(key)))).isInstanceOf(CallRefusal.ModelDenied.class);
    }
}
