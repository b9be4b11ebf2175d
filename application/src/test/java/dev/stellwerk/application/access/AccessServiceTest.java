package dev.stellwerk.application.access;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.presented;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static dev.stellwerk.application.access.AccessFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ExplainRoute.OnBehalfOf;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated;
import dev.stellwerk.domain.error.CallRefusal.NotAuthenticated.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessServiceTest {
    private final AccessFixture fixture = new AccessFixture();
    private final AccessService access = fixture.access;

    @Test
    void the_master_key_is_an_admin_and_needs_no_store() {
        fixture.keys.outage.begin();

        assertThat(access.authenticate(MASTER).role()).isEqualTo(Caller.Role.MASTER);
    }

    @Test
    void a_virtual_key_brings_its_team_along() {
        fixture.newTeam("t1", Map.of());
        Credential key = fixture.newKey(Map.of("team_id", "t1"));

        Caller caller = access.authenticate(key);

        assertThat(caller.role()).isEqualTo(Caller.Role.KEY);
        assertThat(caller.team().orElseThrow().id()).isEqualTo("t1");
    }

    @Test
    void every_bad_credential_has_its_own_reason() {
        assertThat(reason(new Credential.Missing())).isEqualTo(Reason.MISSING);
        assertThat(reason(new Credential.Malformed())).isEqualTo(Reason.MALFORMED);
        assertThat(reason(new Credential.Several())).isEqualTo(Reason.SEVERAL);
        assertThat(reason(presented(""))).isEqualTo(Reason.MALFORMED);
        assertThat(reason(presented("hello"))).isEqualTo(Reason.NOT_A_KEY);
        assertThat(reason(presented("sk-nobody-knows-this-one"))).isEqualTo(Reason.UNKNOWN);
    }

    @ParameterizedTest(name = "S6: {0}")
    @ValueSource(strings = {"null", "undefined", "sk-with blank", "sk-\u0000", "sk-kéy", "Bearer"})
    void odd_texts_are_refused_without_a_look_up_S6(String text) {
        int before = fixture.keys.outage.asked();

        assertThat(reason(presented(text))).isIn(Reason.NOT_A_KEY, Reason.UNKNOWN);
        assertThat(fixture.keys.outage.asked()).isEqualTo(before);
    }

    @Test
    void a_very_long_text_is_refused_without_a_look_up_S6() {
        int before = fixture.keys.outage.asked();

        assertThat(reason(presented("sk-" + "x".repeat(10_000)))).isEqualTo(Reason.UNKNOWN);
        assertThat(fixture.keys.outage.asked()).isEqualTo(before);
    }

    @Test
    void a_stored_hash_is_no_key_S4() {
        String hash = fixture.key(fixture.newKey(Map.of())).hash();

        assertThat(reason(presented(hash))).isEqualTo(Reason.NOT_A_KEY);
    }

    @Test
    void the_master_key_is_compared_whole_S3() {
        assertThat(reason(presented("sk-the-master-key-of-these-test"))).isEqualTo(Reason.UNKNOWN);
        assertThat(reason(presented("sk-the-master-key-of-these-tests2"))).isEqualTo(Reason.UNKNOWN);
        assertThat(reason(presented("SK-the-master-key-of-these-tests"))).isEqualTo(Reason.NOT_A_KEY);
    }

    @Test
    void blocked_and_expired_keys_are_identified_but_not_authenticated_S7() {
        Credential blocked = fixture.newKey(Map.of("blocked", true));
        Credential expired = fixture.newKey(Map.of("duration", "1s"));
        fixture.time.pass(Duration.ofSeconds(1));

        assertThat(access.identify(blocked).key()).isPresent();
        assertThat(access.identify(expired).key()).isPresent();
        assertThat(reason(blocked)).isEqualTo(Reason.KEY_BLOCKED);
        var fault = (NotAuthenticated) refusal(() -> access.authenticate(expired));
        assertThat(fault.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(fault.detail()).startsWith("sk-...").hasSize(10);
    }

    @Test
    void a_key_of_a_blocked_team_is_not_authenticated_S7() {
        fixture.newTeam("t1", Map.of());
        Credential key = fixture.newKey(Map.of("team_id", "t1"));
        fixture.manageTeams.setBlocked(ADMIN, "t1", true, null);

        assertThat(refusal(() -> access.authenticate(key))).isEqualTo(new NotAuthenticated(Reason.TEAM_BLOCKED, "t1"));
    }

    @Test
    void without_a_master_key_everybody_is_an_admin_but_a_known_key_stays_that_key() {
        Credential key = fixture.newKey(Map.of());
        var open = new AccessService(
                settings(null, false, null),
                fixture.keys,
                fixture.teams,
                fixture.customers,
                fixture.periods,
                fixture.time);

        assertThat(open.identify(new Credential.Missing()).role()).isEqualTo(Caller.Role.KEYLESS);
        assertThat(open.identify(presented("anything")).role()).isEqualTo(Caller.Role.KEYLESS);
        assertThat(open.requireAdmin(new Credential.Malformed(), "/team/new").admin())
                .isTrue();
        assertThat(open.identify(key).role()).isEqualTo(Caller.Role.KEY);
        assertThat(refusal(() -> open.identify(new Credential.Several())))
                .isEqualTo(new NotAuthenticated(Reason.SEVERAL, null));
    }

    @Test
    void nothing_is_decided_while_a_store_cannot_be_asked_S27() {
        fixture.newTeam("t1", Map.of());
        Credential ofTeam = fixture.newKey(Map.of("team_id", "t1"));
        Credential plain = fixture.newKey(Map.of());

        fixture.teams.outage.begin();
        fixture.customers.outage.begin();
        assertThat(refusal(() -> access.identify(ofTeam))).isInstanceOf(CallRefusal.Unavailable.class);
        Caller caller = access.identify(plain);
        assertThat(refusal(() -> access.customer(caller, "ishaan"))).isInstanceOf(CallRefusal.Unavailable.class);

        fixture.keys.outage.begin();
        assertThat(refusal(() -> access.identify(plain))).isInstanceOf(CallRefusal.Unavailable.class);
    }

    @Test
    void only_admins_pass_where_admins_are_required() {
        Credential key = fixture.newKey(Map.of());

        assertThat(access.requireAdmin(MASTER, "/team/new").admin()).isTrue();
        assertThat(refusal(() -> access.requireAdmin(key, "/team/new")))
                .isEqualTo(new CallRefusal.RouteDenied("/team/new", true));
    }

    @Test
    void a_customer_is_known_or_not_and_its_id_is_kept_exactly_S26() {
        fixture.newCustomer("ishaan", Map.of());

        assertThat(access.customer(Caller.MASTER_KEY, "ishaan").customer()).isPresent();
        Caller stranger = access.customer(Caller.MASTER_KEY, " Ishaan ");
        assertThat(stranger.customer()).isEmpty();
        assertThat(stranger.customerId()).contains(" Ishaan ");
        assertThat(access.customer(Caller.MASTER_KEY, "").customerId()).isEmpty();
        assertThat(access.customer(Caller.MASTER_KEY, null).customerId()).isEmpty();
    }

    @Test
    void ids_of_customers_are_bounded_S26() {
        assertThat(access.customer(Caller.MASTER_KEY, "x".repeat(256)).customerId())
                .isPresent();
        for (String bad :
                new String[] {"x".repeat(257), "é".repeat(129), "a\nb", "a\u0000", "a\ud800", "\udc00\ud800", "\u0085"
                }) {
            assertThat(refusal(() -> access.customer(Caller.MASTER_KEY, bad)))
                    .isEqualTo(new CallRefusal.CustomerUnfit());
        }
    }

    @Test
    void a_call_has_to_name_a_customer_where_the_setting_says_so_S25() {
        var strict = new AccessService(
                settings(new Secret("sk-m"), true, null),
                fixture.keys,
                fixture.teams,
                fixture.customers,
                fixture.periods,
                fixture.time);

        assertThat(strict.missingCustomer(Caller.MASTER_KEY))
                .contains(new NotAuthenticated(Reason.CUSTOMER_REQUIRED, null));
        assertThat(strict.missingCustomer(strict.customer(Caller.MASTER_KEY, "u")))
                .isEmpty();
        assertThat(access.missingCustomer(Caller.MASTER_KEY)).isEmpty();
    }

    @Test
    void a_budget_whose_period_is_over_begins_anew_once() {
        Credential key = fixture.newKey(Map.of("max_budget", 1, "budget_duration", "1d"));
        String hash = fixture.key(key).hash();
        fixture.keys.spend(hash, "5");
        assertThat(fixture.key(key).budget().spent()).isTrue();

        fixture.time.pass(Duration.ofDays(1));

        assertThat(fixture.key(key).budget().spent()).isFalse();
        assertThat(fixture.key(key).budget().resetAt()).isEqualTo("2026-01-16T00:00:00Z");
        fixture.keys.spend(hash, "2");
        assertThat(fixture.key(key).budget().spend()).isEqualTo(new BigDecimal("2"));
        assertThat(fixture.periods.renewals()).isEqualTo(1);
    }

    @Test
    void budgets_of_teams_and_customers_begin_anew_as_well() {
        fixture.newTeam("t1", Map.of("max_budget", 0.0, "budget_duration", "1h"));
        fixture.newCustomer("u1", Map.of("max_budget", 1, "budget_duration", "7d", "spend", 3));
        Credential key = fixture.newKey(Map.of("team_id", "t1"));

        fixture.time.pass(Duration.ofDays(8));

        Caller caller = access.customer(access.identify(key), "u1");
        assertThat(caller.team().orElseThrow().budget().resetAt()).isEqualTo("2026-01-22T11:00:00Z");
        assertThat(caller.team().orElseThrow().budget().spent()).isTrue();
        assertThat(caller.customer().orElseThrow().budget().spent()).isFalse();
    }

    @Test
    void a_temporary_raise_of_a_budget_ends_by_itself() {
        Credential key = fixture.newKey(Map.of("max_budget", 1, "spend", 1.5));
        String hash = fixture.key(key).hash();
        assertThat(fixture.key(key).budget().spent()).isTrue();

        fixture.manageKeys.update(
                ADMIN,
                hash,
                GivenFields.ofKey(
                        Map.of("raise", new BudgetRaise(BigDecimal.ONE, Instant.parse("2026-01-14T12:00:00Z")))),
                null);
        assertThat(fixture.key(key).budget().spent()).isFalse();

        fixture.time.pass(Duration.ofHours(2));
        assertThat(fixture.key(key).budget().spent()).isTrue();
    }

    @Test
    void an_admin_may_ask_as_another_key_or_team_and_nobody_else() {
        fixture.newTeam("t1", Map.of());
        Credential key = fixture.newKey(Map.of("team_id", "t1"));
        String hash = fixture.key(key).hash();
        Caller other = fixture.callerWith(Map.of());

        assertThat(access.onBehalfOf(other, OnBehalfOf.ONESELF)).isSameAs(other);
        Caller asKey = access.onBehalfOf(Caller.MASTER_KEY, new OnBehalfOf(hash, null));
        assertThat(asKey.key().orElseThrow().hash()).isEqualTo(hash);
        Caller asTeam = access.onBehalfOf(Caller.MASTER_KEY, new OnBehalfOf(null, "t1"));
        assertThat(asTeam.team().orElseThrow().id()).isEqualTo("t1");
        assertThat(asTeam.admin()).isFalse();
        assertThat(refusal(() -> access.onBehalfOf(other, new OnBehalfOf(null, "t1"))))
                .isEqualTo(new CallRefusal.SpeakingForOthersRefused());
        assertThat(refusal(() -> access.onBehalfOf(Caller.MASTER_KEY, new OnBehalfOf("sk-nobody", null))))
                .isEqualTo(new CallRefusal.NobodyToSpeakFor(false));
        for (String nobody : new String[] {"t2", "t\u0000", "t\ud800"}) {
            assertThat(refusal(() -> access.onBehalfOf(Caller.MASTER_KEY, new OnBehalfOf(null, nobody))))
                    .isEqualTo(new CallRefusal.NobodyToSpeakFor(true));
        }
    }

    private Reason reason(Credential credential) {
        return ((NotAuthenticated) refusal(() -> access.authenticate(credential))).reason();
    }

    @Test
    void a_master_key_that_a_virtual_key_already_has_is_found_S5() {
        assertThat(fixture.access.twinOfMasterKey()).isEmpty();
        String text = "sk-the-next-master-key-of-all-000001";
        ApiKey key = fixture.manageKeys
                .generate(ADMIN, text, GivenFields.ofKey(Map.of()))
                .key();
        var next = new AccessService(
                AccessFixture.settings(new Secret(text), false, null),
                fixture.keys,
                fixture.teams,
                fixture.customers,
                fixture.periods,
                fixture.time);

        assertThat(next.twinOfMasterKey()).contains(key);
        fixture.keys.outage.begin();
        assertThat(next.twinOfMasterKey()).isEmpty();
    }
}
