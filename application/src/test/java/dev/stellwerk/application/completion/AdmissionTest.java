package dev.stellwerk.application.completion;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.completion.MainPath.deployment;
import static dev.stellwerk.application.completion.MainPath.ofTeam;
import static dev.stellwerk.application.fakes.FakeUpstream.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.configuration.GatewayConfiguration;
import dev.stellwerk.application.fakes.FakeUpstream;
import dev.stellwerk.application.port.in.Answer;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.domain.deployment.ModelFacts;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.ModelDenied;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.Failure;
import dev.stellwerk.domain.limits.LimitScope;
import dev.stellwerk.domain.routing.request.RoutingRequest.Simulated;
import dev.stellwerk.domain.spi.routing.CallType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call must pass before it is routed. */
class AdmissionTest {
    private static final String MASTER_TEXT = "sk-the-master-key-of-these-tests";

    private final MainPath path =
            new MainPath().with(deployment("a", "chat").tags("x"), deployment("b", "other"), deployment("c", "third"));

    private static GatewayConfiguration.Access rules(
            boolean customerRequired,
            boolean clientTagsRefused,
            @Nullable Boolean mockTesting,
            @Nullable String completionModel,
            Map<String, String> aliases) {
        return new GatewayConfiguration.Access(
                new Secret(MASTER_TEXT),
                null,
                null,
                List.of(),
                customerRequired,
                clientTagsRefused,
                mockTesting,
                new GatewayConfiguration.RouteModels(completionModel, null, null, null),
                aliases,
                Duration.ofMinutes(1));
    }

    private Failure failure(ACall call) {
        Failure failure = path.failure(call);
        assertThat(path.upstream.calls).isEmpty();
        return failure;
    }

    /** Everything that may be wrong with a call, in the order in which clients rely on hearing of it. */
    enum Fault {
        KEY_BLOCKED,
        MODEL_NOT_THE_KEYS,
        KEY_EXPIRED,
        KEY_BUDGET_SPENT,
        TEAM_BLOCKED,
        MODEL_NOT_THE_TEAMS,
        TEAM_BUDGET_SPENT,
        CUSTOMER_BUDGET_SPENT,
        TAGS_NOT_TAKEN,
        ROUTE_NOT_THE_KEYS,
        OVER_THE_RATE_LIMIT;

        boolean from(Fault first) {
            return compareTo(first) >= 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_several_faults_the_first_is_told(Fault first) {
        path.rules = rules(false, Fault.TAGS_NOT_TAKEN.from(first), null, null, Map.of());
        ACall call = ACall.of("chat").user("u1").tagged("x").as(keyWithFaultsFrom(first));

        assertThat(told(failure(call))).isEqualTo(first);
    }

    private Credential keyWithFaultsFrom(Fault first) {
        var team = new HashMap<String, Object>(Map.of("team_id", "t1"));
        putIf(Fault.MODEL_NOT_THE_TEAMS.from(first), team, "models", List.of("other"));
        putIf(Fault.TEAM_BUDGET_SPENT.from(first), team, "max_budget", 0);
        path.people.newTeam("t1", team);
        var customer = new HashMap<String, Object>(Map.of("user_id", "u1"));
        putIf(Fault.CUSTOMER_BUDGET_SPENT.from(first), customer, "max_budget", 0);
        path.people.newCustomer("u1", customer);
        var key = new HashMap<String, Object>(Map.of("team_id", "t1", "rpm_limit", 0));
        putIf(Fault.MODEL_NOT_THE_KEYS.from(first), key, "models", List.of("other"));
        putIf(Fault.KEY_EXPIRED.from(first), key, "duration", "1s");
        putIf(Fault.KEY_BUDGET_SPENT.from(first), key, "max_budget", 0);
        putIf(Fault.KEY_BLOCKED.from(first), key, "blocked", true);
        putIf(Fault.ROUTE_NOT_THE_KEYS.from(first), key, "allowed_routes", List.of("/embeddings"));
        Credential credential = path.people.newKey(key);
        path.people.manageTeams.setBlocked(ADMIN, "t1", Fault.TEAM_BLOCKED.from(first), null);
        path.time.pass(Duration.ofSeconds(2));
        return credential;
    }

    private static void putIf(boolean wanted, Map<String, Object> fields, String name, Object value) {
        if (wanted) {
            fields.put(name, value);
        }
    }

    private static Fault told(Failure failure) {
        return switch (failure) {
            case NotAuthenticated(var reason, var _) ->
                switch (reason) {
                    case KEY_BLOCKED -> Fault.KEY_BLOCKED;
                    case EXPIRED -> Fault.KEY_EXPIRED;
                    case TEAM_BLOCKED -> Fault.TEAM_BLOCKED;
                    default -> throw new AssertionError(failure);
                };
            case ModelDenied denied ->
                denied.scope() == ModelDenied.Scope.KEY ? Fault.MODEL_NOT_THE_KEYS : Fault.MODEL_NOT_THE_TEAMS;
            case CallRefusal.BudgetSpent spent ->
                switch (spent.scope()) {
                    case KEY -> Fault.KEY_BUDGET_SPENT;
                    case TEAM -> Fault.TEAM_BUDGET_SPENT;
                    default -> Fault.CUSTOMER_BUDGET_SPENT;
                };
            case CallRefusal.ClientTagsRefused _ -> Fault.TAGS_NOT_TAKEN;
            case CallRefusal.RouteDenied _ -> Fault.ROUTE_NOT_THE_KEYS;
            case CallRefusal.CallerRateLimited _ -> Fault.OVER_THE_RATE_LIMIT;
            default -> throw new AssertionError(failure);
        };
    }

    @Test
    void where_every_call_must_name_a_customer_one_without_is_refused_before_its_tags_are() {
        var people = new AccessFixture(AccessFixture.settings(new Secret(MASTER_TEXT), true, null));
        var strict = new MainPath(people).with(deployment("a", "chat"));
        strict.rules = rules(true, true, null, null, Map.of());

        assertThat(strict.failure(ACall.of("chat").tagged("x")))
                .isEqualTo(new NotAuthenticated(NotAuthenticated.Reason.CUSTOMER_REQUIRED, null));
    }

    @Test
    void a_refused_call_takes_nothing_from_any_limit() {
        Credential key = path.people.newKey(Map.of("rpm_limit", 5, "models", List.of("other")));

        failure(ACall.of("chat").as(key));

        assertThat(path.limits.granted).isEmpty();
    }

    // ---- names

    @Test
    void a_name_is_changed_by_gateway_then_team_then_key_a_hop_each() {
        path.rules = rules(false, false, null, null, Map.of("one", "two"));
        path.people.newTeam("t1", Map.of("model_aliases", Map.of("two", "three")));
        Credential key = path.people.newKey(Map.of("team_id", "t1", "aliases", Map.of("three", "chat")));

        path.call(ACall.of("one").as(key));

        assertThat(path.upstream.called()).containsExactly("a");
        assertThat(path.upstream.calls.getFirst().answerModel()).isEqualTo("one");
    }

    @Test
    void a_model_for_all_completions_replaces_the_one_sent_but_not_that_of_other_calls() {
        path.rules = rules(false, false, null, "other", Map.of());

        path.call(ACall.of("chat"));
        path.call(ACall.of(null).type(CallType.TEXT_COMPLETION));
        path.call(ACall.of("chat").responding());

        assertThat(path.upstream.called()).containsExactly("b", "b", "a");
    }

    @Test
    void a_call_without_a_model_is_refused_but_a_blocked_key_hears_that_first() {
        assertThat(failure(ACall.of(null))).isEqualTo(new CallRefusal.ModelMissing());
        Credential blocked = path.people.newKey(Map.of("blocked", true));
        assertThat(failure(ACall.of(null).as(blocked))).isInstanceOf(NotAuthenticated.class);
    }

    @Test
    void a_name_that_leads_nowhere_is_told_to_who_may_use_anything() {
        assertThat(failure(ACall.of("nowhere"))).isEqualTo(new CallRefusal.UnknownModel("nowhere"));
        Credential key = path.people.newKey(Map.of("models", List.of("chat")));
        assertThat(failure(ACall.of("nowhere").as(key))).isInstanceOf(ModelDenied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamg", "t", "other-name", "ours"})
    void what_belongs_to_another_team_is_an_unknown_model(String name) {
        path.with(ofTeam("t", "teamg")).alias("other-name", "teamg");

        assertThat(failure(ACall.of(name).as(path.people.newKey(Map.of()))))
                .isEqualTo(new CallRefusal.UnknownModel(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamg", "t", "ours"})
    void a_team_calls_what_belongs_to_it(String name) {
        path.with(ofTeam("t", "teamg"));
        path.people.newTeam("t1", Map.of());

        path.call(ACall.of(name).as(path.people.newKey(Map.of("team_id", "t1"))));

        assertThat(path.upstream.calls).hasSize(1);
    }

    @Test
    void one_of_another_team_is_unknown_by_its_id_also_where_its_group_is_everybodys() {
        path.with(ofTeam("t", "chat"));

        assertThat(failure(ACall.of("t").as(path.people.newKey(Map.of()))))
                .isEqualTo(new CallRefusal.UnknownModel("t"));
    }

    @Test
    void where_the_model_may_be_left_out_another_teams_only_group_is_not_meant() {
        var images = new ModelFacts("image_generation", null, null, null, null, Set.of(), Map.of());
        path.with(ofTeam("t", "teamg").facts(images));

        assertThat(failure(ACall.of(null).type(CallType.IMAGE).as(path.people.newKey(Map.of()))))
                .isEqualTo(new CallRefusal.ModelMissing());
    }

    // ---- fallbacks that the client sent

    @Test
    void a_fallback_must_be_the_keys_to_use_and_must_lead_somewhere() {
        Credential key = path.people.newKey(Map.of("models", List.of("chat")));

        assertThat(failure(ACall.of("chat").fallbacks("other").as(key))).isInstanceOf(ModelDenied.class);
        assertThat(failure(ACall.of("chat").fallbacks("nowhere").as(key))).isInstanceOf(ModelDenied.class);
        assertThat(failure(ACall.of("chat").fallbacks("nowhere"))).isEqualTo(new CallRefusal.UnknownModel("nowhere"));
    }

    @Test
    @Tag("S14")
    void a_configured_fallback_that_is_not_the_keys_is_passed_over() {
        path.fallback("chat", "other", "third");
        path.upstream.then("a", failed(400));
        Credential key = path.people.newKey(Map.of("models", List.of("chat", "third")));

        path.call(ACall.of("chat").as(key));

        assertThat(path.upstream.called()).containsExactly("a", "c");
    }

    // ---- budgets

    @Test
    void what_is_free_passes_a_spent_budget_and_stays_with_what_is_free() {
        var free = new MainPath()
                .with(
                        deployment("a", "gift").facts(MainPath.priced("0")),
                        deployment("b", "chat"),
                        deployment("c", "present").facts(MainPath.priced("0")),
                        deployment("d", "any/*").facts(MainPath.priced("0")))
                .fallback("gift", "chat", "present");
        Credential key = free.people.newKey(Map.of("max_budget", 0));

        free.call(ACall.of("any/thing").as(key));
        free.upstream.then("a", failed(400));
        free.call(ACall.of("gift").as(key));

        assertThat(free.upstream.called()).containsExactly("d", "a", "c");
        assertThat(free.failure(ACall.of("chat").as(key))).isInstanceOf(CallRefusal.BudgetSpent.class);
    }

    @Test
    void a_budget_holds_from_the_moment_it_is_reached() {
        Credential key = path.people.newKey(Map.of("max_budget", 2));
        String hash = path.people.key(key).hash();
        path.people.keys.spend(hash, "1.99");
        assertThat(path.call(ACall.of("chat").as(key))).isInstanceOf(Answer.Whole.class);

        path.people.keys.spend(hash, "0.01");
        assertThat(path.failure(ACall.of("chat").as(key))).isInstanceOf(CallRefusal.BudgetSpent.class);
    }

    @Test
    @Tag("S59")
    void calls_on_their_way_count_for_what_they_may_cost() {
        var priced = new MainPath().with(deployment("a", "chat").facts(MainPath.priced("0.001")));
        Credential key = priced.people.newKey(Map.of("max_budget", 2)); // two calls may cost 1.007 each
        priced.upstream.during("a", _ -> {
            priced.upstream.during("a", _ -> {
                assertThat(priced.failure(ACall.of("chat").as(key)))
                        .isEqualTo(
                                new CallRefusal.BudgetSpent(LimitScope.KEY, null, "2.014", "2", Duration.ofSeconds(1)));
                return FakeUpstream.answered(FakeUpstream.USED);
            });
            assertThat(priced.call(ACall.of("chat").as(key))).isInstanceOf(Answer.Whole.class);
            return FakeUpstream.answered(FakeUpstream.USED);
        });

        assertThat(priced.call(ACall.of("chat").as(key))).isInstanceOf(Answer.Whole.class);
        assertThat(priced.call(ACall.of("chat").as(key))).isInstanceOf(Answer.Whole.class);
    }

    @Test
    @Tag("S59")
    void what_was_just_spent_counts_before_the_books_show_it() {
        var priced = new MainPath().with(deployment("a", "chat").facts(MainPath.priced("0.1")));
        Credential key = priced.people.newKey(Map.of("max_budget", 6, "budget_duration", "1d"));
        priced.call(ACall.of("chat").as(key));
        priced.call(ACall.of("chat").as(key));

        Duration untilMidnight = Duration.ofHours(13).plusMinutes(39).plusSeconds(30);
        assertThat(priced.failure(ACall.of("chat").as(key)))
                .isEqualTo(new CallRefusal.BudgetSpent(LimitScope.KEY, null, "6.0", "6", untilMidnight));
    }

    // ---- failures to be acted out

    @Test
    void only_admins_have_failures_acted_out_unless_a_setting_says_otherwise() {
        Credential key = path.people.newKey(Map.of());
        ACall call = ACall.of("chat").simulating(Simulated.FAILURE);

        assertThat(failure(call)).isNotInstanceOf(CallRefusal.class);
        assertThat(failure(call.as(key))).isInstanceOf(CallRefusal.ActingOutRefused.class);
    }

    @Test
    void a_setting_lets_nobody_have_failures_acted_out() {
        path.rules = rules(false, false, false, null, Map.of());

        assertThat(failure(ACall.of("chat").simulating(Simulated.FAILURE)))
                .isInstanceOf(CallRefusal.ActingOutRefused.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = CallType.class,
            names = {"MODERATION", "IMAGE"})
    void where_the_model_may_be_left_out_the_only_group_of_that_kind_is_meant(CallType type) {
        var facts = new ModelFacts(
                type == CallType.MODERATION ? "moderation" : "image_generation",
                null,
                null,
                null,
                null,
                Set.of(),
                Map.of());
        path.with(deployment("j", "judge").facts(facts));
        assertThat(path.call(ACall.of(null).type(type))).isInstanceOf(Answer.Whole.class);
        assertThat(path.upstream.called()).containsExactly("j");
    }

    @Test
    void of_two_groups_of_that_kind_none_is_meant() {
        var facts = new ModelFacts("moderation", null, null, null, null, Set.of(), Map.of());
        path.with(
                deployment("j", "judge").facts(facts),
                deployment("k", "other-judge").facts(facts));
        assertThat(failure(ACall.of(null).type(CallType.MODERATION))).isEqualTo(new CallRefusal.ModelMissing());
    }
}
