package dev.stellwerk.domain.routing.session;

import static dev.stellwerk.domain.routing.session.SessionHarness.deployment;
import static dev.stellwerk.domain.routing.session.SessionHarness.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.deployment.FailureRules;
import dev.stellwerk.domain.deployment.Visibility;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.id.DeploymentId;
import dev.stellwerk.domain.limits.Charge;
import dev.stellwerk.domain.limits.LimitKind;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.limits.LimitVerdict;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.request.RoutingRequest.Constraints;
import dev.stellwerk.domain.routing.request.RoutingRequest.Overrides;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.routing.request.SourcedTags;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import dev.stellwerk.domain.routing.settings.TagPolicy;
import dev.stellwerk.domain.traffic.Cooldown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingSessionTest {
    private final SessionHarness gateway = new SessionHarness();

    private static RoutingRequest request(String model, Overrides overrides) {
        return new RoutingRequest(model, Constraints.NONE, RoutingRequest.Facts.plainChat(), overrides, List.of());
    }

    private static Overrides simulating(Simulated simulated) {
        return new Overrides(null, null, null, null, false, null, null, simulated);
    }

    @Test
    void an_answer_at_once_needs_neither_retry_nor_fallback() {
        var ending = gateway.with(deployment("a", "chat")).run("chat", Map.of());

        assertThat(ending.answered()).isTrue();
        assertThat(ending.session().attemptedRetries()).isZero();
        assertThat(ending.session().retriesMax()).isNull();
        assertThat(ending.session().attemptedFallbacks()).isZero();
    }

    @Test
    void an_unknown_name_is_refused_without_a_call() {
        var ending = gateway.with(deployment("a", "chat")).run("nowhere", Map.of());

        assertThat(ending.gaveUp().failure()).isEqualTo(new CallRefusal.UnknownModel("nowhere"));
    }

    @Test
    void the_members_of_a_routing_group_stand_in_for_each_other() {
        var ending = gateway.with(deployment("a", "chat"), deployment("b", "other"))
                .routingGroup("fast", "chat", "other")
                .run("fast", Map.of("a", status(429)));

        assertThat(gateway.called).containsExactly("a", "b");
        assertThat(ending.answered()).isTrue();
        assertThat(ending.session().attemptedFallbacks()).isZero();
    }

    @Test
    void a_routing_group_without_a_deployment_is_refused_by_name_or_falls_back() {
        gateway.with(deployment("a", "chat")).routingGroup("gone", "unknown").alias("nick", "gone");

        assertThat(gateway.run("gone", Map.of()).gaveUp().failure()).isEqualTo(new CallRefusal.NoDeployments("gone"));
        assertThat(gateway.run("nick", Map.of()).gaveUp().failure()).isEqualTo(new CallRefusal.NoDeployments("gone"));
        gateway.fallbacks(Map.of("gone", List.of("chat")));
        assertThat(gateway.run("gone", Map.of()).answered()).isTrue();
    }

    @Test
    void a_failed_call_is_retried_as_often_as_configured_and_the_last_failure_is_told() {
        var script = new ArrayDeque<>(List.of(status(500), status(500), status(503)));
        var ending = gateway.with(deployment("a", "chat").cooldown(Duration.ZERO))
                .run(RoutingRequest.of("chat", Constraints.NONE), _ -> script.poll());

        assertThat(gateway.called).containsExactly("a", "a", "a");
        assertThat(ending.gaveUp().failure()).isEqualTo(status(503));
        assertThat(ending.session().attemptedRetries()).isEqualTo(2);
        assertThat(ending.session().retriesMax()).isEqualTo(2);
    }

    @Test
    void a_retry_goes_to_another_deployment_at_once() {
        var ending =
                gateway.with(deployment("a", "chat"), deployment("b", "chat")).run("chat", Map.of("a", status(500)));

        assertThat(ending.answered()).isTrue();
        assertThat(gateway.called).containsExactly("a", "b");
        assertThat(gateway.pauses).isEmpty();
    }

    @Test
    void a_single_deployment_is_given_time_that_doubles() {
        gateway.with(deployment("a", "chat").cooldown(Duration.ZERO)).retries(3).run("chat", Map.of("a", status(500)));

        assertThat(gateway.pauses).hasSize(3);
        assertThat(gateway.pauses.get(0)).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
        assertThat(gateway.pauses.get(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1000));
        assertThat(gateway.pauses.get(2)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2000));
    }

    @Test
    void a_retry_waits_as_long_as_the_only_deployment_asked() {
        UpstreamFailure busy = status(429).withRetryAfter(Duration.ofSeconds(7));
        gateway.with(deployment("a", "chat").cooldown(Duration.ZERO)).retries(1).run("chat", Map.of("a", busy));

        assertThat(gateway.pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void what_a_retry_cannot_mend_is_not_retried() {
        for (int status : new int[] {400, 404}) {
            var other = new SessionHarness();
            other.with(deployment("a", "chat").cooldown(Duration.ZERO)).run("chat", Map.of("a", status(status)));
            assertThat(other.called).as("status %d", status).containsExactly("a");
        }
    }

    @Test
    void a_bad_credential_is_retried_elsewhere_only() {
        gateway.with(deployment("a", "chat"), deployment("b", "chat")).run("chat", Map.of("a", status(401)));
        assertThat(gateway.called).containsExactly("a", "b");

        var single = new SessionHarness().with(deployment("a", "chat"));
        single.run("chat", Map.of("a", status(401)));
        assertThat(single.called).containsExactly("a");
    }

    @Test
    void the_requests_count_beats_the_deployments_and_that_the_routers() {
        var own = deployment("a", "chat").failureRules(new FailureRules(1, Duration.ZERO, null, Map.of()));
        gateway.with(own).run("chat", Map.of("a", status(500)));
        assertThat(gateway.called).hasSize(2);

        gateway.called.clear();
        gateway.run(request("chat", new Overrides(0, null, null, null, false, null, null, null)), _ -> status(500));
        assertThat(gateway.called).hasSize(1);
    }

    @Test
    void a_retry_policy_that_names_the_failure_has_the_say() {
        gateway.with(deployment("a", "chat").cooldown(Duration.ZERO))
                .failures(f -> new RoutingSettings.Failures(
                        5,
                        f.retryPauseMin(),
                        RetryPolicy.NONE,
                        Map.of(
                                "chat",
                                new RetryPolicy(Map.of(ErrorClass.INTERNAL_SERVER, 1, ErrorClass.RATE_LIMIT, 0))),
                        null,
                        Map.of(),
                        f.cooldown(),
                        false,
                        f.retryAfterMax()));

        gateway.run("chat", Map.of("a", status(500)));
        assertThat(gateway.called).hasSize(2);
        gateway.called.clear();
        gateway.run("chat", Map.of("a", status(429)));
        assertThat(gateway.called).hasSize(1);
    }

    @Test
    void without_a_retry_left_in_the_instances_budget_nothing_is_retried() {
        gateway.retriesAllowed = false;
        gateway.with(deployment("a", "chat"), deployment("b", "chat")).run("chat", Map.of("a", status(500)));

        assertThat(gateway.called).containsExactly("a");
    }

    @Test
    void retries_stop_when_everybody_is_cooling_down() {
        var ending = gateway.with(deployment("a", "chat"), deployment("b", "chat"))
                .retries(5)
                .run("chat", Map.of("a", status(429), "b", status(429)));

        assertThat(gateway.called).containsExactly("a", "b");
        assertThat(ending.gaveUp().failure()).isEqualTo(status(429));
    }

    @Test
    void the_next_order_tier_serves_after_the_first_has_used_its_retries() {
        var ending = gateway.with(
                        deployment("second", "chat").order(2),
                        deployment("first", "chat").order(1).cooldown(Duration.ZERO),
                        deployment("unordered", "chat"))
                .retries(1)
                .run("chat", Map.of("first", status(500)));

        assertThat(ending.answered()).isTrue();
        assertThat(gateway.called).containsExactly("first", "first", "second");
        assertThat(ending.session().attemptedFallbacks()).isZero();
    }

    @Test
    void fallbacks_follow_the_tiers_and_each_is_tried_once() {
        var ending = gateway.with(
                        deployment("one", "chat").order(1),
                        deployment("two", "chat").order(2),
                        deployment("spare", "spare"))
                .fallbacks(Map.of("chat", List.of("spare", "spare")))
                .retries(0)
                .run("chat", Map.of("one", status(500), "two", status(500), "spare", status(503)));

        assertThat(gateway.called).containsExactly("one", "two", "spare");
        assertThat(ending.gaveUp().failure()).isEqualTo(status(500));
        assertThat(ending.gaveUp().fallbacks().lastFailure()).isEqualTo(status(503));
        assertThat(ending.gaveUp().fallbacks().available()).containsExactly("spare", "spare");
    }

    @Test
    void a_fallback_has_fallbacks_of_its_own_but_never_returns_to_where_it_began() {
        var ending = gateway.with(deployment("a", "first"), deployment("b", "second"), deployment("c", "third"))
                .fallbacks(Map.of("first", List.of("second"), "second", List.of("first", "third")))
                .retries(0)
                .run("first", Map.of("a", status(500), "b", status(500)));

        assertThat(ending.answered()).isTrue();
        assertThat(gateway.called).containsExactly("a", "b", "c");
        assertThat(ending.session().attemptedFallbacks()).isEqualTo(2);
    }

    @Test
    void no_more_fallbacks_are_tried_than_allowed() {
        gateway.with(deployment("a", "first"), deployment("b", "second"), deployment("c", "third"))
                .fallbacks(Map.of("first", List.of("second", "third")), Map.of(), Map.of(), 1)
                .retries(0)
                .run("first", Map.of("a", status(500), "b", status(500)));

        assertThat(gateway.called).containsExactly("a", "b");
    }

    @Test
    void a_context_window_error_takes_its_own_fallbacks_and_never_the_general_ones() {
        var tooLong = UpstreamFailure.of(ErrorClass.CONTEXT_WINDOW_EXCEEDED, 400, "too long");
        gateway.with(
                        deployment("a", "chat"),
                        deployment("b", "bare"),
                        deployment("l", "long"),
                        deployment("s", "spare"))
                .fallbacks(
                        Map.of("chat", List.of("spare"), "bare", List.of("spare")),
                        Map.of("chat", List.of("long")),
                        Map.of(),
                        null);

        gateway.run("chat", Map.of("a", tooLong));
        assertThat(gateway.called).containsExactly("a", "l");
        gateway.called.clear();
        var ending = gateway.run("bare", Map.of("b", tooLong));
        assertThat(gateway.called).containsExactly("b");
        assertThat(ending.gaveUp().failure()).isEqualTo(tooLong);
    }

    @Test
    void fallbacks_of_the_target_hold_for_its_alias() {
        var ending = gateway.with(deployment("a", "chat"), deployment("s", "spare"))
                .alias("nick", "chat")
                .fallbacks(Map.of("chat", List.of("spare")))
                .retries(0)
                .run("nick", Map.of("a", status(500)));

        assertThat(ending.answered()).isTrue();
        assertThat(gateway.called).containsExactly("a", "s");
    }

    @Test
    void fallbacks_in_the_request_replace_the_configured_ones() {
        gateway.with(deployment("a", "chat"), deployment("s", "spare"), deployment("o", "own"))
                .fallbacks(Map.of("chat", List.of("spare")))
                .retries(0)
                .run(
                        request(
                                "chat",
                                new Overrides(
                                        null, null, null, List.of(FallbackTarget.to("own")), false, null, null, null)),
                        id -> id.equals("a") ? status(500) : null);

        assertThat(gateway.called).containsExactly("a", "o");
    }

    @Test
    void a_target_the_caller_may_not_use_is_passed_over() {
        var constraints = new Constraints(
                null, null, List.of(), SourcedTags.NONE, false, TagPolicy.STRICT, (name, _) -> !name.equals("dear"));
        gateway.with(deployment("a", "chat"), deployment("d", "dear"), deployment("s", "spare"))
                .fallbacks(Map.of("chat", List.of("dear", "spare")))
                .retries(0)
                .run(RoutingRequest.of("chat", constraints), id -> id.equals("a") ? status(500) : null);

        assertThat(gateway.called).containsExactly("a", "s");
    }

    @Test
    void a_deployment_called_by_its_id_is_called_while_it_cools_down() {
        gateway.with(deployment("a", "chat"), deployment("b", "chat"));
        gateway.board
                .of(new DeploymentId("a"))
                .coolDown(new Cooldown(Long.MAX_VALUE / 2, 429, "RateLimitError", Duration.ofDays(1)));

        assertThat(gateway.run("a", Map.of()).answered()).isTrue();
        assertThat(gateway.called).containsExactly("a");
        gateway.run("chat", Map.of());
        assertThat(gateway.called).containsExactly("a", "b");
    }

    @Test
    void an_acted_out_rate_limit_is_one_failed_attempt_that_calls_nobody() {
        var ending = gateway.with(deployment("a", "chat"), deployment("b", "chat"))
                .run(request("chat", simulating(Simulated.RATE_LIMIT)), _ -> null);

        assertThat(gateway.called).hasSize(1);
        assertThat(ending.session().attemptedRetries()).isEqualTo(1);
        assertThat(ending.session().retriesMax()).isEqualTo(2);
    }

    @Test
    void an_acted_out_failure_goes_straight_to_the_fallback() {
        gateway.with(deployment("a", "chat"), deployment("s", "spare"))
                .fallbacks(Map.of("chat", List.of("spare")))
                .run(request("chat", simulating(Simulated.FAILURE)), _ -> null);

        assertThat(gateway.called).containsExactly("s");
    }

    @Test
    void a_deployment_without_room_is_passed_over_without_counting_as_a_retry() {
        RoutingSession session = gateway.with(deployment("a", "chat"), deployment("b", "chat"))
                .session(RoutingRequest.of("chat", Constraints.NONE));
        var first = (Step.Call) session.start();
        Step next = session.full(refused(first));

        assertThat(((Step.Call) next).decision().deployment().id()).isEqualTo(new DeploymentId("b"));
        Step last = session.full(refused((Step.Call) next));
        assertThat(last)
                .isInstanceOfSatisfying(
                        Step.GiveUp.class,
                        giveUp -> assertThat(giveUp.failure())
                                .isEqualTo(new CallRefusal.NoneAvailable(
                                        "chat", Duration.ofSeconds(9), List.of(), false, false)));
        assertThat(session.attemptedRetries()).isZero();
    }

    private static LimitVerdict.Refused refused(Step.Call call) {
        var charge = new Charge(
                LimitScope.DEPLOYMENT, call.decision().deployment().id().value(), LimitKind.REQUESTS, 4, 1);
        return new LimitVerdict.Refused(charge, 4, Duration.ofSeconds(9));
    }

    @Test
    void without_a_stated_maximum_a_list_is_tried_to_its_end() {
        var targets = new ArrayList<String>();
        gateway.with(deployment("first", "chat"));
        for (int i = 1; i <= 8; i++) {
            gateway.with(deployment("d" + i, "t" + i));
            targets.add("t" + i);
        }
        var ending = gateway.fallbacks(Map.of("chat", targets))
                .retries(0)
                .run(RoutingRequest.of("chat", Constraints.NONE), id -> id.equals("d8") ? null : status(500));

        assertThat(ending.answered()).isTrue();
        assertThat(ending.session().attemptedFallbacks()).isEqualTo(8);
    }

    @Test
    void without_a_stated_maximum_lists_are_followed_five_deep() {
        var chain = new HashMap<String, List<String>>();
        for (int i = 0; i < 8; i++) {
            gateway.with(deployment("d" + i, "c" + i));
            chain.put("c" + i, List.of("c" + (i + 1)));
        }
        gateway.fallbacks(chain).retries(0).run(RoutingRequest.of("c0", Constraints.NONE), _ -> status(500));

        assertThat(gateway.called).containsExactly("d0", "d1", "d2", "d3", "d4", "d5");
    }

    @Test
    void a_request_never_visits_more_than_fifty_targets() {
        var targets = new ArrayList<String>();
        gateway.with(deployment("first", "chat"));
        for (int i = 0; i < 60; i++) {
            gateway.with(deployment("d" + i, "t" + i));
            targets.add("t" + i);
        }
        gateway.fallbacks(Map.of("chat", targets))
                .retries(0)
                .run(RoutingRequest.of("chat", Constraints.NONE), _ -> status(500));

        assertThat(gateway.called).hasSize(51);
    }

    @Test
    void a_group_is_tried_once_whatever_name_leads_there() {
        gateway.with(deployment("a", "chat"), deployment("s", "spare"))
                .alias("nick", "spare")
                .alias("self", "chat")
                .fallbacks(Map.of("chat", List.of("nick", "spare", "self")))
                .retries(0)
                .run(RoutingRequest.of("chat", Constraints.NONE), _ -> status(500));

        assertThat(gateway.called).containsExactly("a", "s");
    }

    @Test
    void mutual_backups_end_with_the_first_groups_failure() {
        var ending = gateway.with(deployment("a", "fast"), deployment("b", "wide"))
                .fallbacks(Map.of("fast", List.of("wide"), "wide", List.of("fast")))
                .retries(0)
                .run("fast", Map.of("a", status(500), "b", status(503)));

        assertThat(gateway.called).containsExactly("a", "b");
        assertThat(ending.gaveUp().failure()).isEqualTo(status(500));
    }

    @Test
    void targets_are_told_by_what_became_of_them() {
        var constraints = new Constraints(
                null, null, List.of(), SourcedTags.NONE, false, TagPolicy.STRICT, (name, _) -> !name.equals("dear"));
        var ending = gateway.with(
                        deployment("a", "chat"),
                        deployment("d", "dear"),
                        deployment("s", "spare"),
                        deployment("o", "off").outOfService("credential_missing"))
                .fallbacks(Map.of("chat", List.of("dear", "lost", "off", "spare")))
                .retries(0)
                .run(RoutingRequest.of("chat", constraints), _ -> status(500));

        assertThat(ending.gaveUp().fallbacks().available()).containsExactly("spare");
        assertThat(ending.gaveUp().fallbacks().skipped()).containsExactly("dear");
    }

    @Test
    void a_target_that_is_another_teams_is_passed_over_as_not_allowed() {
        var theirs = new Visibility("t1", null, Set.of());
        var ending = gateway.with(
                        deployment("a", "chat"),
                        deployment("t", "theirs").visibility(theirs),
                        deployment("m", "mixed").visibility(theirs),
                        deployment("n", "mixed").blocked(true))
                .fallbacks(Map.of("chat", List.of("theirs", "t", "mixed")))
                .retries(0)
                .run(RoutingRequest.of("chat", Constraints.NONE), _ -> status(500));

        assertThat(gateway.called).doesNotContain("t");
        assertThat(ending.gaveUp().fallbacks().available()).isEmpty();
        assertThat(ending.gaveUp().fallbacks().skipped()).containsExactly("theirs", "t");
    }

    @Test
    void a_limit_for_one_model_is_answered_by_the_groups_fallback_without_tier_or_retry() {
        RoutingSession session = gateway.with(
                        deployment("a", "chat").order(1),
                        deployment("b", "chat").order(2),
                        deployment("s", "spare"))
                .fallbacks(Map.of("chat", List.of("spare")))
                .session(RoutingRequest.of("chat", Constraints.NONE));
        session.start();

        Step next = session.overModelLimit(overLimit("chat"));

        assertThat(((Step.Call) next).decision().deployment().id()).isEqualTo(new DeploymentId("s"));
        assertThat(session.attemptedFallbacks()).isEqualTo(1);
        Step last = session.overModelLimit(overLimit("spare"));
        assertThat(((Step.GiveUp) last).failure()).isEqualTo(overLimit("chat"));
    }

    @Test
    void where_it_is_switched_off_a_limit_for_one_model_is_the_answer() {
        gateway.with(deployment("a", "chat"), deployment("s", "spare")).fallbacks(Map.of("chat", List.of("spare")));
        var rules = gateway.settings.fallbacks();
        gateway.settings = gateway.settings.withFallbacks(new RoutingSettings.FallbackRules(
                rules.general(), rules.contextWindow(), rules.contentPolicy(), null, false, false));
        RoutingSession session = gateway.session(RoutingRequest.of("chat", Constraints.NONE));
        session.start();

        assertThat(session.overModelLimit(overLimit("chat")))
                .isInstanceOfSatisfying(
                        Step.GiveUp.class,
                        giveUp -> assertThat(giveUp.failure()).isEqualTo(overLimit("chat")));
    }

    private static CallRefusal.CallerRateLimited overLimit(String model) {
        return new CallRefusal.CallerRateLimited(
                LimitScope.MODEL_OF_KEY, "k:" + model, LimitKind.REQUESTS, 1, Duration.ofSeconds(9));
    }

    @Test
    void a_deployment_is_lone_unless_the_configuration_gives_it_somebody_whom_this_caller_may_use() {
        gateway.with(
                        deployment("a", "chat"),
                        deployment("l", "lone"),
                        deployment("t1", "two"),
                        deployment("t2", "two"),
                        deployment("s", "spare"))
                .alias("nick", "lone")
                .fallbacks(Map.of("chat", List.of("spare"), "lone", List.of("lone", "nick", "lost")));

        assertThat(standing("chat", Overrides.NONE, true)).isEqualTo(Standing.SINGLE);
        assertThat(standing("chat", Overrides.NONE, false)).isEqualTo(Standing.LONE);
        assertThat(standing("two", Overrides.NONE, true)).isEqualTo(Standing.AMONG_OTHERS);
        var own = new Overrides(null, null, null, List.of(FallbackTarget.to("spare")), false, null, null, null);
        assertThat(standing("lone", own, true))
                .as("what one request lists brings a rest on nobody")
                .isEqualTo(Standing.LONE);
    }

    private Standing standing(String model, Overrides overrides, boolean spareAllowed) {
        var constraints = new Constraints(
                null,
                null,
                List.of(),
                SourcedTags.NONE,
                false,
                TagPolicy.STRICT,
                (name, _) -> spareAllowed || !name.equals("spare"));
        RoutingSession session = gateway.session(
                new RoutingRequest(model, constraints, RoutingRequest.Facts.plainChat(), overrides, List.of()));
        session.start();
        return session.standing();
    }

    @Test
    void nobody_is_retried_more_than_ten_times_whoever_wishes_for_it() {
        gateway.with(deployment("a", "chat").cooldown(Duration.ZERO))
                .run(request("chat", new Overrides(1000, null, null, null, false, null, null, null)), _ -> status(500));
        assertThat(gateway.called).hasSize(11);

        gateway.called.clear();
        gateway.retries(50).run("chat", Map.of("a", status(500)));
        assertThat(gateway.called).hasSize(11);
    }

    @Test
    void no_attempt_begins_when_the_time_of_all_attempts_is_over() {
        gateway.with(deployment("a", "chat").cooldown(Duration.ZERO), deployment("s", "spare"))
                .fallbacks(Map.of("chat", List.of("spare")));
        var ending = gateway.run(RoutingRequest.of("chat", Constraints.NONE), _ -> {
            gateway.nowNanos += Duration.ofMinutes(61).toNanos();
            return status(500);
        });

        assertThat(gateway.called).containsExactly("a");
        assertThat(ending.gaveUp().failure()).isEqualTo(status(500));
    }
}
