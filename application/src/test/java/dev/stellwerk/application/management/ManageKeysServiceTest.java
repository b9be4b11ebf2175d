package dev.stellwerk.application.management;

import static dev.stellwerk.application.access.AccessFixture.MASTER;
import static dev.stellwerk.application.access.AccessFixture.fault;
import static dev.stellwerk.application.access.AccessFixture.presented;
import static dev.stellwerk.application.access.AccessFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.access.AccessFixture;
import dev.stellwerk.application.access.KeyText;
import dev.stellwerk.application.port.in.Credential;
import dev.stellwerk.application.port.in.ManageKeys.Made;
import dev.stellwerk.application.port.in.ManagementFault;
import dev.stellwerk.application.port.in.ManagementFault.Kind;
import dev.stellwerk.domain.access.ApiKey;
import dev.stellwerk.domain.access.KeyFilter;
import dev.stellwerk.domain.error.CallRefusal;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManageKeysServiceTest {
    private static final KeyFilter EVERYTHING = new KeyFilter(null, null, null, null);
    private final AccessFixture fixture = new AccessFixture();
    private final ManageKeysService keys = fixture.manageKeys;

    @Test
    void a_drawn_key_has_128_bits_and_is_kept_as_its_hash_S5() {
        Made first = keys.generate(MASTER, Map.of());
        Made second = keys.generate(MASTER, Map.of());

        assertThat(first.text()).matches("sk-[A-Za-z0-9_-]{22}").isNotEqualTo(second.text());
        assertThat(first.key().hash()).matches("[0-9a-f]{64}").isEqualTo(KeyText.hash(first.text()));
        assertThat(first.key().display()).isEqualTo("sk-..." + first.text().substring(21));
        assertThat(first.key().expires()).isNull();
        assertThat(first.key().userId()).isEqualTo("default_user_id");
        assertThat(first.toString()).doesNotContain(first.text());
    }

    @Test
    void every_field_that_means_something_is_taken() {
        fixture.manageTeams.create(MASTER, Map.of("team_id", "t1"));
        ApiKey key = keys.generate(
                        MASTER,
                        Map.ofEntries(
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
                                Map.entry("permissions", Map.of("get_spend_routes", true)),
                                Map.entry("model_max_budget", Map.of("chat", Map.of("budget_limit", 1)))))
                .key();

        assertThat(key.alias()).isEqualTo("mine");
        assertThat(key.teamId()).isEqualTo("t1");
        assertThat(key.userId()).isEqualTo("u1");
        assertThat(key.models()).containsExactly("chat", "acme/*");
        assertThat(key.aliases()).containsEntry("mini", "other");
        assertThat(key.allowedRoutes()).containsExactly("/chat/completions");
        assertThat(key.regions()).isEqualTo(Set.of(new Region("eu"), new Region("us")));
        assertThat(key.metadata()).isEqualTo(Map.of("x", 1, "tags", List.of("a")));
        assertThat(key.tags()).containsExactly("a");
        assertThat(key.routerSettings()).isEqualTo(Map.of("num_retries", 1));
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
        assertThat(key.extra()).containsOnlyKeys("permissions", "model_max_budget");
    }

    @Test
    void a_key_may_have_a_text_of_its_own_once_S5() {
        String own = "sk-my-own-quite-long-text-0001";

        assertThat(keys.generate(MASTER, Map.of("key", own)).text()).isEqualTo(own);
        assertThat(fixture.access.authenticate(presented(own)).admin()).isFalse();
        assertThat(fault(() -> keys.generate(MASTER, Map.of("key", own)))).satisfies(is(Kind.EXISTS, "key"));
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
        assertThat(fault(() -> keys.generate(MASTER, Map.of("key", own)))).satisfies(is(Kind.INVALID, "key"));
    }

    @Test
    void an_alias_is_unique_over_all_keys() {
        String hash =
                keys.generate(MASTER, Map.of("key_alias", "the-one")).key().hash();
        String other = keys.generate(MASTER, Map.of()).key().hash();

        assertThat(fault(() -> keys.generate(MASTER, Map.of("key_alias", "the-one"))))
                .satisfies(is(Kind.EXISTS, "key_alias"))
                .hasMessageContaining("already exists");
        assertThat(fault(() -> keys.update(MASTER, other, Map.of("key_alias", "the-one"))))
                .satisfies(is(Kind.EXISTS, "key_alias"));
        keys.update(MASTER, hash, Map.of("key_alias", "the-one", "models", List.of("chat")));
    }

    @Test
    void the_team_of_a_key_must_exist() {
        assertThat(fault(() -> keys.generate(MASTER, Map.of("team_id", "nope"))))
                .satisfies(is(Kind.INVALID, "team_id"));
    }

    @Test
    void an_update_changes_what_is_present_and_a_null_clears() {
        String hash = keys.generate(
                        MASTER, Map.of("models", List.of("chat"), "rpm_limit", 7, "max_budget", 0, "duration", "1h"))
                .key()
                .hash();
        var changes = new HashMap<String, Object>();
        changes.put("rpm_limit", null);
        changes.put("duration", null);

        ApiKey changed = keys.update(MASTER, hash, changes);

        assertThat(changed.models()).containsExactly("chat");
        assertThat(changed.limits().requestsPerMinute()).isNull();
        assertThat(changed.expires()).isNull();
        assertThat(changed.budget().max()).isEqualByComparingTo("0");
        assertThat(keys.info(MASTER, hash)).isEqualTo(changed);
    }

    @Test
    void tags_are_merged_into_the_metadata_that_is_there() {
        String hash =
                keys.generate(MASTER, Map.of("metadata", Map.of("x", 1))).key().hash();

        assertThat(keys.update(MASTER, hash, Map.of("tags", List.of("a"))).metadata())
                .isEqualTo(Map.of("x", 1, "tags", List.of("a")));
        assertThat(keys.update(MASTER, hash, Map.of("metadata", Map.of("y", 2))).metadata())
                .isEqualTo(Map.of("y", 2));
    }

    @Test
    void a_budget_period_begins_when_its_duration_is_set_and_not_with_every_change() {
        String hash =
                keys.generate(MASTER, Map.of("budget_duration", "7d")).key().hash();
        fixture.time.pass(java.time.Duration.ofDays(6));

        assertThat(keys.update(MASTER, hash, Map.of("max_budget", 5, "budget_duration", "7d"))
                        .budget()
                        .resetAt())
                .isEqualTo("2026-01-19T00:00:00Z");
        assertThat(keys.update(MASTER, hash, Map.of("budget_duration", "1d"))
                        .budget()
                        .resetAt())
                .isEqualTo("2026-01-21T00:00:00Z");
    }

    @Test
    void key_types_are_shorthands_for_routes() {
        assertThat(keys.generate(MASTER, Map.of("key_type", "llm_api")).key().allowedRoutes())
                .containsExactly("llm_api_routes");
        assertThat(keys.generate(MASTER, Map.of("key_type", "read_only")).key().allowedRoutes())
                .containsExactly("info_routes");
        assertThat(keys.generate(MASTER, Map.of("key_type", "default")).key().allowedRoutes())
                .isEmpty();
        assertThat(fault(() -> keys.generate(MASTER, Map.of("key_type", "root"))))
                .satisfies(is(Kind.MALFORMED_FIELD, "key_type"));
    }

    static Stream<Arguments> valuesOfTheWrongForm() {
        return Stream.of(
                Arguments.of("models", "chat"),
                Arguments.of("models", List.of(1)),
                Arguments.of("rpm_limit", -1),
                Arguments.of("rpm_limit", 1.5),
                Arguments.of("rpm_limit", "7"),
                Arguments.of("tpm_limit", new BigDecimal("1e29")),
                Arguments.of("max_budget", Double.NaN),
                Arguments.of("max_budget", Double.POSITIVE_INFINITY),
                Arguments.of("max_budget", -0.01),
                Arguments.of("max_budget", new BigDecimal("1e999999999")),
                Arguments.of("blocked", "true"),
                Arguments.of("metadata", List.of()),
                Arguments.of("duration", "soon"),
                Arguments.of("budget_duration", "1y"),
                Arguments.of("aliases", Map.of("a", 1)),
                Arguments.of("allowed_model_region", "e u"),
                Arguments.of("allowed_model_region", List.of()),
                Arguments.of("allowed_model_region", 7),
                Arguments.of("key_alias", "a\nb"),
                Arguments.of("model_rpm_limit", Map.of("chat", "many")));
    }

    @ParameterizedTest
    @MethodSource("valuesOfTheWrongForm")
    void values_of_the_wrong_form_are_named(String field, Object value) {
        assertThat(fault(() -> keys.generate(MASTER, Map.of(field, value)))).satisfies(is(Kind.MALFORMED_FIELD, field));
    }

    @Test
    void policy_tags_that_would_restrict_nobody_are_refused_S19() {
        assertThat(fault(() -> keys.generate(MASTER, Map.of("metadata", Map.of("tags", "teamA")))))
                .satisfies(is(Kind.MALFORMED_FIELD, "metadata.tags"));
        assertThat(fault(() -> keys.generate(MASTER, Map.of("tags", List.of("x".repeat(129))))))
                .satisfies(is(Kind.INVALID, "tags"));
    }

    @Test
    void router_settings_are_checked_when_they_are_set() {
        assertThat(fault(() -> keys.generate(
                        MASTER, Map.of("router_settings", Map.of("fallbacks", Map.of("a", List.of("b")))))))
                .satisfies(is(Kind.MALFORMED_FIELD, "router_settings.fallbacks"));
    }

    @Test
    void deleting_tells_what_was_there_as_it_was_named() {
        Made one = keys.generate(MASTER, Map.of());
        Made two = keys.generate(MASTER, Map.of("key_alias", "second"));

        assertThat(keys.delete(MASTER, List.of(one.text(), "sk-unknown"), List.of("second", "nobody")))
                .containsExactly(one.text(), "second");
        assertThat(fault(() -> keys.delete(MASTER, List.of(one.text()), List.of())))
                .satisfies(is(Kind.NOT_FOUND, "keys"))
                .hasMessage("No keys found");
        assertThat(fault(() -> keys.info(MASTER, two.text()))).satisfies(is(Kind.NOT_FOUND, "key"));
    }

    @Test
    void blocking_is_undone_by_unblocking_by_text_or_hash() {
        Made key = keys.generate(MASTER, Map.of());

        assertThat(keys.setBlocked(MASTER, key.text(), true).blocked()).isTrue();
        assertThat(keys.setBlocked(MASTER, key.key().hash(), false).blocked()).isFalse();
        assertThat(fault(() -> keys.setBlocked(MASTER, "sk-unknown", true))).satisfies(is(Kind.NOT_FOUND, "key"));
    }

    @Test
    void a_key_sees_itself_and_its_team_and_nobody_else_S11() {
        fixture.manageTeams.create(MASTER, Map.of("team_id", "t1"));
        Credential mine = fixture.newKey(Map.of("team_id", "t1"));
        Credential colleague = fixture.newKey(Map.of("team_id", "t1"));
        Credential stranger = fixture.newKey(Map.of());
        String mineHash = fixture.key(mine).hash();
        String colleagueHash = fixture.key(colleague).hash();
        String strangerHash = fixture.key(stranger).hash();

        assertThat(keys.info(mine, null).hash()).isEqualTo(mineHash);
        assertThat(keys.info(mine, colleagueHash).hash()).isEqualTo(colleagueHash);
        assertThat(fault(() -> keys.info(mine, strangerHash))).satisfies(is(Kind.NOT_FOUND, "key"));
        assertThat(fault(() -> keys.info(stranger, mineHash))).satisfies(is(Kind.NOT_FOUND, "key"));

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
        assertThat(fault(() -> keys.list(MASTER, EVERYTHING, 0, 10))).satisfies(is(Kind.MALFORMED_FIELD, "page"));
        assertThat(fault(() -> keys.list(MASTER, EVERYTHING, 1, 101))).satisfies(is(Kind.MALFORMED_FIELD, "size"));
    }

    @Test
    void a_virtual_key_changes_no_key_not_even_itself_S15() {
        Credential key = fixture.newKey(Map.of("allowed_routes", List.of("management_routes")));
        String hash = fixture.key(key).hash();

        assertThat(refusal(() -> keys.generate(key, Map.of()))).isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.update(key, hash, Map.of("max_budget", 1000))))
                .isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.setBlocked(key, hash, false))).isInstanceOf(CallRefusal.RouteDenied.class);
        assertThat(refusal(() -> keys.delete(key, List.of(hash), List.of())))
                .isInstanceOf(CallRefusal.RouteDenied.class);
    }

    @Test
    void a_key_that_may_not_read_does_not_read_even_about_itself() {
        Credential key = fixture.newKey(Map.of("key_type", "llm_api"));

        assertThat(refusal(() -> keys.info(key, null))).isInstanceOf(CallRefusal.RouteDenied.class);
    }

    @Test
    void an_outage_is_no_missing_key() {
        fixture.keys.outage.begin();

        assertThat(refusal(() -> keys.info(MASTER, "sk-any"))).isInstanceOf(CallRefusal.Unavailable.class);
        assertThat(refusal(() -> keys.generate(MASTER, Map.of()))).isInstanceOf(CallRefusal.Unavailable.class);
    }

    @Test
    void fields_that_nobody_knows_are_named() {
        assertThat(ManagementFields.ignored(
                        ManagementFields.KEY_GENERATE, List.of("models", "zeta", "allowed_region", "spend")))
                .containsExactly("allowed_region", "zeta");
        assertThat(ManagementFields.ignored(ManagementFields.KEY_UPDATE, List.of("spend")))
                .containsExactly("spend");
        assertThat(ManagementFields.TEAM_NEW).contains("team_id", "team_alias", "model_aliases", "members_with_roles");
        assertThat(ManagementFields.CUSTOMER_NEW)
                .contains("user_id", "allowed_model_region")
                .doesNotContain("models");
    }

    private static java.util.function.Consumer<ManagementFault> is(Kind kind, String field) {
        return fault -> {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.field()).isEqualTo(field);
        };
    }
}
