package dev.stellwerk.application.completion;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.fakes.FakeUpstream.USED;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static dev.stellwerk.application.fakes.FakeUpstream.failure;
import static dev.stellwerk.application.fakes.FakeUpstream.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.GivenFields;
import dev.stellwerk.application.call.Cancellation;
import dev.stellwerk.application.call.StreamEnd;
import dev.stellwerk.application.fakes.FakeStream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.domain.deployment.Capacity;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.RegionUnavailable;
import dev.stellwerk.domain.error.CallRefusal.TagsDenied;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever may no longer make a call gets no further attempt of one that is on its way. */
@Tag("S7")
@Tag("S18")
class CallAuthorityTest {
    private static final Capacity ONE_AT_A_TIME = new Capacity(null, null, null, null, null, 1);

    private final MainPath path = new MainPath();
    private final Credential key;

    CallAuthorityTest() {
        path.people.newTeam("t1", Map.of());
        path.people.newCustomer("u1", Map.of());
        key = path.people.newKey(Map.of("team_id", "t1", "rpm_limit", 100, "max_budget", 100, "duration", "30s"));
    }

    /** What may happen while an upstream takes its time, and what a call that comes afterwards is told. */
    enum Meanwhile {
        KEY_BLOCKED(NotAuthenticated.class),
        KEY_DELETED(NotAuthenticated.class),
        KEY_EXPIRED(NotAuthenticated.class),
        KEY_NARROWED(ModelDenied.class),
        KEY_TAGGED(TagsDenied.class),
        KEY_GIVEN_A_REGION(RegionUnavailable.class),
        TEAM_BLOCKED(NotAuthenticated.class),
        TEAM_DELETED(NotAuthenticated.class),
        TEAM_NARROWED(ModelDenied.class),
        TEAM_GIVEN_A_REGION(RegionUnavailable.class),
        CUSTOMER_BLOCKED(NotAuthenticated.class),
        CUSTOMER_GIVEN_A_REGION(RegionUnavailable.class),
        DATABASE_AWAY(CallRefusal.Unavailable.class);

        private final Class<? extends CallRefusal> refusal;

        Meanwhile(Class<? extends CallRefusal> refusal) {
            this.refusal = refusal;
        }
    }

    private void happen(Meanwhile event) {
        switch (event) {
            case KEY_BLOCKED -> path.people.manageKeys.setBlocked(ADMIN, keyHash(), true, null);
            case KEY_DELETED -> path.people.manageKeys.delete(ADMIN, List.of(keyHash()), List.of(), null);
            case KEY_EXPIRED -> path.time.pass(Duration.ofSeconds(40));
            case KEY_NARROWED -> changeKey(Map.of("models", List.of("other")));
            case KEY_TAGGED -> changeKey(Map.of("tags", List.of("x")));
            case KEY_GIVEN_A_REGION -> changeKey(Map.of("allowed_model_region", "eu"));
            case TEAM_BLOCKED -> path.people.manageTeams.setBlocked(ADMIN, "t1", true, null);
            case TEAM_DELETED -> path.people.manageTeams.delete(ADMIN, List.of("t1"), null);
            case TEAM_NARROWED -> changeTeam(Map.of("models", List.of("other")));
            case TEAM_GIVEN_A_REGION -> changeTeam(Map.of("allowed_model_region", "eu"));
            case CUSTOMER_BLOCKED -> path.people.manageCustomers.setBlocked(ADMIN, List.of("u1"), true, null);
            case CUSTOMER_GIVEN_A_REGION -> giveCustomerTheRegion();
            case DATABASE_AWAY -> path.people.keys.outage.begin();
        }
    }

    private String keyHash() {
        return path.people.key(key).hash();
    }

    private void changeKey(Map<String, Object> fields) {
        path.people.manageKeys.update(ADMIN, keyHash(), GivenFields.ofKey(fields), null);
    }

    private void changeTeam(Map<String, Object> fields) {
        path.people.manageTeams.update(ADMIN, "t1", GivenFields.ofTeam(fields), null);
    }

    private void giveCustomerTheRegion() {
        var region = GivenFields.ofCustomer(Map.of("allowed_model_region", "eu"));
        path.people.manageCustomers.update(ADMIN, "u1", region, null);
    }

    /** The deployment fails, and while it does so something happens. */
    private void during(String deployment, Runnable event) {
        path.upstream.during(deployment, _ -> {
            event.run();
            return failed(500);
        });
    }

    private ACall call() {
        return ACall.of("chat").as(key).user("u1");
    }

    @ParameterizedTest
    @EnumSource
    void no_retry_follows_and_the_caller_is_told_what_a_new_call_is(Meanwhile meanwhile) {
        path.with(deployment("a", "chat").region("us"), deployment("b", "chat").region("us"));
        endsWith(meanwhile);
    }

    @ParameterizedTest
    @EnumSource
    void no_order_tier_follows_either(Meanwhile meanwhile) {
        path.with(
                deployment("a", "chat").region("us").order(1),
                deployment("b", "chat").region("us").order(2));
        endsWith(meanwhile);
    }

    @ParameterizedTest
    @EnumSource
    void no_fallback_follows_either(Meanwhile meanwhile) {
        path.with(deployment("a", "chat").region("us"), deployment("b", "spare").region("us"))
                .fallback("*", "spare");
        endsWith(meanwhile);
    }

    private void endsWith(Meanwhile meanwhile) {
        during("a", () -> happen(meanwhile));

        assertThat(path.failure(call())).isInstanceOf(meanwhile.refusal).isEqualTo(path.failure(call()));
        assertThat(path.upstream.called()).containsExactly("a");
        assertThat(path.limits.onTheirWay()).isEqualByComparingTo(BigDecimal.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void whoever_waited_for_a_place_is_judged_anew_before_the_call_is_made(Meanwhile meanwhile) {
        path.with(deployment("a", "chat").region("us").capacity(ONE_AT_A_TIME));
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(USED))));
        Answer.StreamBody first = path.stream(ACall.of("chat"));

        assertThat(path.failure(call().from(whileWaiting(() -> {
                    happen(meanwhile);
                    first.close();
                }))))
                .isInstanceOf(meanwhile.refusal);
        assertThat(path.upstream.called()).as("the first alone").containsExactly("a");
        assertThat(path.limits.onTheirWay()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(path.call(ACall.of("chat"))).as("its place is free again").isInstanceOf(Answer.Whole.class);
    }

    @Test
    void whoever_waited_for_a_place_and_may_still_call_gets_it() {
        path.with(deployment("a", "chat").capacity(ONE_AT_A_TIME));
        path.upstream.then("a", streaming(new FakeStream(new StreamEnd.Complete(USED))));
        Answer.StreamBody first = path.stream(ACall.of("chat"));

        assertThat(path.call(call().from(whileWaiting(first::close)))).isInstanceOf(Answer.Whole.class);
    }

    /** A client that stays; what happens does so while its call waits for a place. */
    private static Cancellation whileWaiting(Runnable event) {
        var happened = new AtomicBoolean();
        return new Cancellation() {
            @Override
            public boolean cancelled() {
                if (happened.compareAndSet(false, true)) {
                    event.run();
                }
                return false;
            }

            @Override
            public Registration onCancel(Runnable action) {
                return () -> {};
            }
        };
    }

    @Test
    void who_may_still_call_gets_the_retry_and_is_charged_once() {
        path.with(deployment("a", "chat"), deployment("b", "chat"));
        path.upstream.then("a", failed(500));
        int askedBefore = path.people.keys.outage.asked();

        assertThat(path.call(call())).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a", "b");
        assertThat(path.limits.times(LimitScope.KEY, LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(path.limits.taken(LimitScope.KEY, LimitKind.REQUESTS)).isEqualTo(1);
        assertThat(path.people.keys.outage.asked() - askedBefore).isEqualTo(2);
    }

    @Test
    void a_first_attempt_is_judged_once() {
        path.with(deployment("a", "chat"));
        int askedBefore = path.people.keys.outage.asked();

        path.call(call());

        assertThat(path.people.keys.outage.asked() - askedBefore).isEqualTo(1);
    }

    @Test
    void inside_the_new_region_the_call_goes_on() {
        path.with(
                deployment("a", "chat").region("us"),
                deployment("b", "chat").region("us"),
                deployment("c", "chat").region("eu"));
        during("a", this::giveCustomerTheRegion);

        assertThat(path.call(call())).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a", "c");
    }

    @Test
    void a_wider_authority_gives_a_call_on_its_way_nothing() {
        path.with(deployment("a", "chat").region("eu"), deployment("b", "chat").region("us"));
        giveCustomerTheRegion();
        during(
                "a",
                () -> path.people.manageCustomers.update(
                        ADMIN, "u1", GivenFields.ofCustomer(Map.of("allowed_model_region", "us")), null));
        path.upstream.then("a", failed(500), failed(500), failed(500));

        assertThat(path.failure(call())).isEqualTo(failure(500));
        assertThat(path.upstream.called()).containsExactly("a");
    }

    @Test
    void a_fallback_that_the_key_lost_is_passed_over() {
        path.with(deployment("a", "chat"), deployment("b", "spare"), deployment("c", "spare"), deployment("d", "last"))
                .fallback("*", "spare", "last");
        path.upstream.then("a", failed(400));
        during("b", () -> changeKey(Map.of("models", List.of("chat", "last"))));

        assertThat(path.call(call())).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a", "b", "d");
    }

    @Test
    void a_deployment_that_is_gone_is_not_called() {
        path.with(deployment("a", "chat"), deployment("b", "chat"), deployment("c", "chat"));
        during("a", () -> path.remove("b"));

        assertThat(path.call(call())).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("a", "c");
    }

    @Test
    void when_only_deployments_that_are_gone_are_left_the_failure_stands() {
        path.with(deployment("a", "chat"), deployment("b", "chat"));
        during("a", () -> path.remove("b"));
        path.upstream.then("a", failed(500), failed(500), failed(500), failed(500));

        assertThat(path.failure(call())).isEqualTo(failure(500));
        assertThat(path.upstream.called()).doesNotContain("b");
    }
}
