package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.ADMIN;
import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.presented;
import static dev.stellwerk.application.access.AccessFixture.problem;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.GivenFields;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageKeys.Made;
import dev.stellwerk.application.port.in.ManagementFault.Problem;
import dev.stellwerk.application.port.in.Requester;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.Region;
import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManageKeysServiceTest {
    private static final KeyFilter EVERYTHING = new KeyFilter(null, null, null, null);
    private static final KeyChange NOTHING = KeyChange.builder().build();
    private final AccessFixture fixture = new AccessFixture();
    private final ManageKeysService keys = fixture.manageKeys;

    @Test
    void a_drawn_key_has_128_bits_and_is_kept_as_its_hash_S5() {
        Made first = generate(Map.of());
        Made second = generate(Map.of());

        assertThat(first.text()).matches("sk-[A-Za-z0-9_-]{22}").isNotEqualTo(second.text());
        assertThat(first.key().hash()).matches("[0-9a-f]{64}").isEqualTo(KeyText.hash(first.text()));
        assertThat(first.key().display()).isEqualTo("sk-..." + first.text().substring(21));
        assertThat(first.key().expires()).isNull();
        assertThat(first.key().userId()).isEqualTo("default_user_id");
        assertThat(first.toString()).doesNotContain(first.text());
    }

    @Test
    void every_field_that_means_something_is_taken() {
        fixture.newTeam("t1", Map.of());
        ApiKey key = generate(Map.ofEntries(
                        Map.entry("key_alias", "mine"),
                        Map.entry("team_id", "t1"),
                        Map.entry("user_id", "u1"),
                        Map.entry("models", List.of("chat", "acme/*")),
                        Map.entry("aliases", Map.of("mini", "other")),
                        Map.entry("allowed_routes", List.of("/chat/completions")),
                        Map.entry("allowed_model_region", List.of(" EU ", "us")),
                        Map.entry("metadata", Map.of("x", 1)),
                        Map.entry("tags", List.of("a")),
                        Map.entry("router_settings", Map.of("num_retries", 1)),
                        Map.entry("rpm_limit", 7),
                        Map.entry("tpm_limit", 8L),
                        Map.entry("max_parallel_requests", 9),
                        Map.entry("model_rpm_limit", Map.of("chat", 3)),
                        Map.entry("model_tpm_limit", Map.of("chat", 4)),
                        Map.entry("max_budget", new BigDecimal("0.5")),
                        Map.entry("soft_budget", 0.25),
                        Map.entry("budget_duration", "30d"),
                        Map.entry("spend", 0.1),
                        Map.entry("blocked", true),
                        Map.entry("duration", "30d"),
                        Map.entry("permissions", Map.of("get_spend_routes", true))))
                .key();

        assertThat(key.alias()).isEqualTo("mine");
        assertThat(key.teamId()).isEqualTo("t1");
        assertThat(key.userId()).isEqualTo("u1");
        assertThat(key.models()).containsExactly("chat", "acme/*");
        assertThat(key.aliases()).containsEntry("mini", "other");
        assertThat(key.allowedRoutes()).containsExactly("/chat/completions");
        assertThat(key.regions()).isEqualTo(Set.of(new Region("eu"), new Region("us")));
        assertThat(key.metadata()).isEqualTo(Metadata.of(Map.of("x", 1, "tags", List.of("a"))));
        assertThat(key.tags()).containsExactly("a");
        assertThat(key.routerSettings()).isEqualTo(Metadata.of(Map.of("num_retries", 1)));
        assertThat(key.limits().requestsPerMinute()).isEqualTo(7);
        assertThat(key.limits().tokensPerMinute()).isEqualTo(8);
        assertThat(key.limits().parallelRequestsMax()).isEqualTo(9);
        assertThat(key.limits().requestsPerMinuteByModel()).isEqualTo(Map.of("chat", 3L));
        assertThat(key.limits().tokensPerMinuteByModel()).isEqualTo(Map.of("chat", 4L));
        assertThat(key.budget().max()).isEqualByComparingTo("0.5");
        assertThat(key.budget().soft()).isEqualByComparingTo("0.25");
        assertThat(key.budget().resetAt()).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(key.budget().spend()).isEqualByComparingTo("0.1");
        assertThat(key.blocked()).isTrue();
        assertThat(key.expires()).isEqualTo("2026-02-13T10:20:30Z");
        assertThat(key.extra().entries()).containsOnlyKeys("permissions");
    }

    @Test
    void a_key_may_have_a_text_of_its_own_once_S5() {
        String own = "sk-my-own-quite-long-text-0001";

        assertThat(withText(own).text()).isEqualTo(own);
        assertThat(fixture.access.authenticate(presented(own)).admin()).isFalse();
        assertThat(problem(() -> withText(own))).isEqualTo(new Problem.KeyExists());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my-own-quite-long-text-0002",
                "sk-too-short",
                "sk-with a blank inside it",
                "sk-ümlaut-quite-long-0001"
            })
    void weak_texts_are_refused_S5(String own) {
        assertThat(problem(() -> withText(own))).isEqualTo(new Problem.KeyTextUnfit());
    }

    @Test
    void an_alias_is_unique_over_all_keys() {
        String hash = generate(Map.of("key_alias", "the-one")).key().hash();
        String other = generate(Map.of()).key().hash();

        assertThat(problem(() -> generate(Map.of("key_alias", "the-one")))).isEqualTo(new Problem.KeyAliasTaken());
        assertThat(problem(() -> update(other, Map.of("key_alias", "the-one")))).isEqualTo(new Problem.KeyAliasTaken());
        update(hash, Map.of("key_alias", "the-one", "models", List.of("chat")));
    }

    @Test
    void settings_of_the_router_that_would_be_taken_for_not_set_are_refused() {
        String hash =
                generate(Map.of("router_settings", Map.of("retries", 1))).key().hash();
        Map<String, Object> unfit = Map.of("router_settings", Map.of("unfit", 1));

        assertThat(problem(() -> generate(unfit))).isEqualTo(new Problem.RouterSettingUnfit("unfit"));
        assertThat(problem(() -> update(hash, unfit))).isEqualTo(new Problem.RouterSettingUnfit("unfit"));
        assertThat(keys.info(MASTER, hash).routerSettings()).isEqualTo(Metadata.of(Map.of("retries", 1)));
    }

    @Test
    void the_team_of_a_key_must_exist() {
        assertThat(problem(() -> generate(Map.of("team_id", "nope")))).isEqualTo(new Problem.TeamOfKeyUnknown("nope"));
    }

    @Test
    void an_update_changes_what_is_present_and_a_null_clears() {
        String hash = generate(Map.of("models", List.of("chat"), "rpm_limit", 7, "max_budget", 0, "duration", "1h"))
                .key()
                .hash();
        var changes = new HashMap<String, Object>();
        changes.put("rpm_limit", null);
        changes.put("duration", null);

        ApiKey changed = update(hash, changes);

        assertThat(changed.models()).containsExactly("chat");
        assertThat(changed.limits().requestsPerMinute()).isNull();
        assertThat(changed.expires()).isNull();
        assertThat(changed.budget().max()).isEqualByComparingTo("0");
        assertThat(keys.info(MASTER, hash)).isEqualTo(changed);
    }

    @Test
    void tags_are_merged_into_the_metadata_that_is_there() {
        String hash = generate(Map.of("metadata", Map.of("x", 1))).key().hash();

        assertThat(update(hash, Map.of("tags", List.of("a"))).metadata())
                .isEqualTo(Metadata.of(Map.of("x", 1, "tags", List.of("a"))));
        assertThat(update(hash, Map.of("metadata", Map.of("y", 2))).metadata()).isEqualTo(Metadata.of(Map.of("y", 2)));
    }

    @Test
    void a_budget_period_begins_when_its_duration_is_set_and_not_with_every_change() {
        String hash = generate(Map.of("budget_duration", "7d")).key().hash();
        fixture.time.pass(java.time.Duration.ofDays(6));

        assertThat(update(hash, Map.of("max_budget", 5, "budget_duration", "7d"))
                        .budget()
                        .resetAt())
                .isEqualTo("2026-01-19T00:00:00Z");
        assertThat(update(hash, Map.of("budget_duration", "1d")).budget().resetAt())
                .isEqualTo("2026-01-21T00:00:00Z");
    }

    @Test
    void deleting_tells_what_was_there_as_it_was_named() {
        Made one = generate(Map.of());
        Made two = generate(Map.of("key_alias", "second"));

        assertThat(keys.delete(ADMIN, List.of(one.text(), "sk-unknown"), List.of("second", "nobody"), null))
                .containsExactly(one.text(), "second");
        assertThat(problem(() -> keys.delete(ADMIN, List.of(one.text()), List.of(), null)))
                .isEqualTo(new Problem.KeysUnknown());
        assertThat(problem(() -> keys.info(MASTER, two.text()))).isEqualTo(new Problem.KeyUnknown());
    }

    @Test
    void blocking_is_undone_by_unblocking_by_text_or_hash() {
        Made key = generate(Map.of());

        assertThat(keys.setBlocked(ADMIN, key.text(), true, null).blocked()).isTrue();
        assertThat(keys.setBlocked(ADMIN, key.key().hash(), false, null).blocked())
                .isFalse();
        assertThat(problem(() -> keys.setBlocked(ADMIN, "sk-unknown", true, null)))
                .isEqualTo(new Problem.KeyUnknown());
    }

    @Test
    void a_key_sees_itself_and_its_team_and_nobody_else_S11() {
        fixture.newTeam("t1", Map.of());
        Credential mine = fixture.newKey(Map.of("team_id", "t1"));
        Credential colleague = fixture.newKey(Map.of("team_id", "t1"));
        Credential stranger = fixture.newKey(Map.of());
        String mineHash = fixture.key(mine).hash();
        String colleagueHash = fixture.key(colleague).hash();
        String strangerHash = fixture.key(stranger).hash();

        assertThat(keys.info(mine, null).hash()).isEqualTo(mineHash);
        assertThat(keys.info(mine, colleagueHash).hash()).isEqualTo(colleagueHash);
        assertThat(problem(() -> keys.info(mine, strangerHash))).isEqualTo(new Problem.KeyUnknown());
        assertThat(problem(() -> keys.info(stranger, mineHash))).isEqualTo(new Problem.KeyUnknown());

        assertThat(keys.list(mine, EVERYTHING, 1, 10).keys())
                .extracting(ApiKey::hash)
                .containsExactlyInAnyOrder(mineHash, colleagueHash);
        assertThat(keys.list(stranger, EVERYTHING, 1, 10).keys())
                .extracting(ApiKey::hash)
                .containsExactly(strangerHash);
        assertThat(keys.list(mine, new KeyFilter("t2", null, null, null), 1, 10).total())
                .isZero();
        assertThat(keys.list(stranger, new KeyFilter(null, null, null, mineHash), 1, 10)
                        .total())
                .isZero();
        assertThat(keys.list(MASTER, EVERYTHING, 1, 2).keys()).hasSize(2);
        assertThat(keys.list(MASTER, EVERYTHING, 1, 2).total()).isEqualTo(3);
    }

    @Test
    void pages_are_bounded() {
        assertThat(refusedValue(() -> keys.list(MASTER, EVERYTHING, 0, 10))).hasMessageContaining("page");
        assertThat(refusedValue(() -> keys.list(MASTER, EVERYTHING, 1, 101))).hasMessageContaining("size");
    }

    @Test
    void a_virtual_key_changes_no_key_not_even_itself_S15() {
        Credential key = fixture.newKey(Map.of("allowed_routes", List.of("management_routes")));
        String hash = fixture.key(key).hash();

        assertThat(refusal(() -> keys.generate(by(key), null, NOTHING))).isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.update(by(key), hash, NOTHING, null)))
                .isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.setBlocked(by(key), hash, false, null)))
                .isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.delete(by(key), List.of(hash), List.of(), null)))
                .isInstanceOf(CallRefusal.RouteDenied.class);
    }

    @Test
    void a_key_that_may_not_read_does_not_read_even_about_itself() {
        Credential key = fixture.newKey(Map.of("allowed_routes", List.of("llm_api_routes")));

        assertThat(refusal(() -> keys.info(key, null))).isInstanceOf(CallRefusal.RouteDenied.class);
    }

    @Test
    void an_outage_is_no_missing_key() {
        fixture.keys.outage.begin();

        assertThat(refusal(() -> keys.info(MASTER, "sk-any"))).isInstanceOf(CallRefusal.Unavailable.class);
        assertThat(refusal(() -> generate(Map.of()))).isInstanceOf(CallRefusal.Unavailable.class);
    }

    @Test
    void a_virtual_key_is_never_the_master_key_S5() {
        assertThat(problem(() -> withText("sk-the-master-key-of-these-tests")))
                .isEqualTo(new Problem.KeyTextOfMaster());
    }

    @Test
    void a_change_for_an_older_version_is_refused_and_changes_nothing_S90() {
        ApiKey read = generate(Map.of("rpm_limit", 1)).key();
        update(read.hash(), Map.of("rpm_limit", 2));

        assertThat(problem(() ->
                        keys.update(ADMIN, read.hash(), GivenFields.ofKey(Map.of("rpm_limit", 3)), read.version())))
                .isEqualTo(new Problem.Outdated());
        assertThat(problem(() -> keys.setBlocked(ADMIN, read.hash(), true, read.version())))
                .isEqualTo(new Problem.Outdated());
        assertThat(problem(() -> keys.delete(ADMIN, List.of(read.hash()), List.of(), read.version())))
                .isEqualTo(new Problem.Outdated());

        ApiKey now = keys.info(MASTER, read.hash());
        assertThat(now.limits().requestsPerMinute()).isEqualTo(2);
        assertThat(keys.setBlocked(ADMIN, now.hash(), true, now.version()).blocked())
                .isTrue();
    }

    private Made generate(Map<String, Object> fields) {
        return fixture.made(fields);
    }

    private Made withText(String own) {
        return keys.generate(ADMIN, own, NOTHING);
    }

    private ApiKey update(String hash, Map<String, Object> changes) {
        return keys.update(ADMIN, hash, GivenFields.ofKey(changes), null);
    }

    private static Requester by(Credential credential) {
        return new Requester(credential, "192.0.2.7");
    }

    private static InvalidValue refusedValue(ThrowingCallable call) {
        return catchThrowableOfType(InvalidValue.class, call);
    }
}
