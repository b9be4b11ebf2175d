package dev.stellwerk.adapters.http.inbound.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stellwerk.adapters.http.inbound.admin.FieldTable.Effect;
import dev.stellwerk.adapters.http.inbound.route.ValidationFault;
import dev.stellwerk.application.change.FieldChange;
import dev.stellwerk.application.change.KeyChange;
import dev.stellwerk.domain.access.BudgetRaise;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.access.Period;
import dev.stellwerk.domain.region.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of the management API does what it says, is kept without harm, or is refused. */
class ManagementFieldsTest {
    private static final List<FieldTable> TABLES = List.of(
            FieldTable.KEY_GENERATE,
            FieldTable.KEY_UPDATE,
            FieldTable.TEAM_NEW,
            FieldTable.TEAM_UPDATE,
            FieldTable.CUSTOMER_NEW,
            FieldTable.CUSTOMER_UPDATE);

    /** Values that each of these fields may have; what works must be read, not only taken. */
    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry("key_alias", "a"),
            Map.entry("team_alias", "a"),
            Map.entry("alias", "a"),
            Map.entry("user_id", "u"),
            Map.entry("team_id", "t"),
            Map.entry("models", List.of("chat")),
            Map.entry("aliases", Map.of("a", "b")),
            Map.entry("model_aliases", Map.of("a", "b")),
            Map.entry("allowed_routes", List.of("/x")),
            Map.entry("key_type", "llm_api"),
            Map.entry("duration", "30d"),
            Map.entry("default_model", "chat"),
            Map.entry("allowed_model_region", "eu"),
            Map.entry("metadata", Map.of("x", 1)),
            Map.entry("tags", List.of("a")),
            Map.entry("router_settings", Map.of("num_retries", 1)),
            Map.entry("rpm_limit", 1),
            Map.entry("tpm_limit", 1),
            Map.entry("max_parallel_requests", 1),
            Map.entry("model_rpm_limit", Map.of("chat", 1)),
            Map.entry("model_tpm_limit", Map.of("chat", 1)),
            Map.entry("max_budget", 1),
            Map.entry("soft_budget", 1),
            Map.entry("budget_duration", "30d"),
            Map.entry("spend", 1),
            Map.entry("blocked", true),
            Map.entry("members_with_roles", List.of(Map.of("role", "user", "user_id", "u"))),
            Map.entry("temp_budget_increase", 1),
            Map.entry("temp_budget_expiry", "2026-01-31T12:00:00Z"));

    /** Two fields that belong together. */
    private static final Map<String, Object> RAISE =
            Map.of("temp_budget_increase", 1, "temp_budget_expiry", "2026-01-31T12:00:00Z");

    static Stream<Arguments> everyField() {
        return TABLES.stream()
                .flatMap(table -> Stream.of(Effect.values())
                        .flatMap(
                                effect -> table.names(effect).stream().map(name -> Arguments.of(table, name, effect))));
    }

    @ParameterizedTest
    @MethodSource("everyField")
    void what_works_changes_something_and_what_restricts_is_refused(FieldTable table, String name, Effect effect) {
        switch (effect) {
            case WORKS -> {
                if (!named(table).equals(name) && !name.equals("key")) {
                    assertThat(SAMPLES).containsKey(name);
                    assertThat(change(table, Map.of(name, SAMPLES.get(name))))
                            .as(name)
                            .usingRecursiveComparison()
                            .ignoringFields("fields")
                            .isNotEqualTo(change(table, Map.of()));
                }
            }
            case KEPT ->
                assertThat(String.valueOf(change(table, Map.of(name, "x")))).contains(name);
            case RESTRICTS, REFERS -> {
                for (Object promise : new Object[] {"x", 1, true, List.of("a"), Map.of("a", 1)}) {
                    RefusedField fault = refused(table, Map.of(name, promise));
                    assertThat(fault.field()).isEqualTo(name);
                    assertThat(fault).hasMessageContaining(name);
                }
                for (Object nothing : new Object[] {"", false, List.of(), Map.of()}) {
                    assertThat(ManagementBody.of(Map.of(name, nothing), table, new TreeSet<>())
                                    .fields())
                            .as("%s: %s promises nothing", name, nothing)
                            .isEmpty();
                }
            }
        }
    }

    /** The field that names the record, which is not changed. */
    private static String named(FieldTable table) {
        return table == FieldTable.TEAM_NEW || table == FieldTable.TEAM_UPDATE
                ? "team_id"
                : table == FieldTable.CUSTOMER_NEW || table == FieldTable.CUSTOMER_UPDATE ? "user_id" : "key";
    }

    private static Object change(FieldTable table, Map<String, Object> given) {
        return read(table, given.keySet().stream().anyMatch(RAISE::containsKey) ? RAISE : given);
    }

    private static Object read(FieldTable table, Map<String, Object> given) {
        ManagementBody body = ManagementBody.of(given, table, new TreeSet<>());
        var reader = new ChangeReader(body, table);
        return switch (named(table)) {
            case "team_id" -> reader.team();
            case "user_id" -> reader.customer();
            default -> reader.key();
        };
    }

    private static RefusedField refused(FieldTable table, Map<String, Object> given) {
        return catchThrowableOfType(RefusedField.class, () -> ManagementBody.of(given, table, new TreeSet<>()));
    }

    private static KeyChange key(Map<String, Object> given) {
        return new ChangeReader(
                        ManagementBody.of(given, FieldTable.KEY_GENERATE, new TreeSet<>()), FieldTable.KEY_GENERATE)
                .key();
    }

    @Test
    void limits_that_hide_in_metadata_are_refused_and_the_rest_of_it_is_free() {
        assertThat(refused(FieldTable.KEY_UPDATE, Map.of("metadata", Map.of("guardrails", List.of("pii"))))
                        .field())
                .isEqualTo("metadata.guardrails");
        assertThat(key(Map.of("metadata", Map.of("anything", Map.of("deep", 1))))
                        .metadata())
                .isEqualTo(FieldChange.to(Metadata.of(Map.of("anything", Map.of("deep", 1)))));
    }

    @Test
    void settings_of_the_router_that_nobody_knows_are_named() {
        var ignored = new TreeSet<String>();

        ManagementBody body = ManagementBody.of(
                Map.of("router_settings", Map.of("num_retries", 1, "cooldown_time", 9), "typo", 1),
                FieldTable.TEAM_UPDATE,
                ignored);

        assertThat(ignored).containsExactly("router_settings.cooldown_time", "typo");
        assertThat(body.fields()).isEqualTo(Map.of("router_settings", Map.of("num_retries", 1)));
    }

    @Test
    void every_value_arrives_with_its_type() {
        KeyChange key = key(Map.ofEntries(
                Map.entry("allowed_model_region", List.of(" EU ", "us")),
                Map.entry("max_budget", new BigDecimal("0.5")),
                Map.entry("budget_duration", "30d"),
                Map.entry("duration", "1mo"),
                Map.entry("rpm_limit", 7),
                Map.entry("max_parallel_requests", 5_000_000_000L),
                Map.entry("model_tpm_limit", Map.of("chat", 4))));

        assertThat(key.regions()).isEqualTo(FieldChange.to(Set.of(new Region("eu"), new Region("us"))));
        assertThat(key.budget().max()).isEqualTo(FieldChange.to(new BigDecimal("0.5")));
        assertThat(key.budget().duration())
                .isEqualTo(FieldChange.to(Period.parse("30d").orElseThrow()));
        assertThat(key.life()).isEqualTo(FieldChange.to(Period.parse("1mo").orElseThrow()));
        assertThat(key.limits().requestsPerMinute()).isEqualTo(FieldChange.to(7L));
        assertThat(key.limits().parallelRequestsMax()).isEqualTo(FieldChange.to(Integer.MAX_VALUE));
        assertThat(key.limits().tokensPerMinuteByModel()).isEqualTo(FieldChange.to(Map.of("chat", 4L)));
        assertThat(key.blocked()).isEqualTo(FieldChange.kept());
    }

    @Test
    void a_null_clears() {
        var given = new LinkedHashMap<String, Object>();
        for (String name : List.of("rpm_limit", "duration", "tags", "router_settings", "permissions")) {
            given.put(name, null);
        }

        KeyChange key = key(given);

        assertThat(key.limits().requestsPerMinute()).isEqualTo(FieldChange.cleared());
        assertThat(key.life()).isEqualTo(FieldChange.cleared());
        assertThat(key.tags()).isEqualTo(FieldChange.cleared());
        assertThat(key.routerSettings()).isEqualTo(FieldChange.cleared());
        assertThat(key.extra().cleared()).containsExactly("permissions");
        assertThat(key(Map.of("duration", "-1")).life()).isEqualTo(FieldChange.cleared());
    }

    @Test
    void a_raise_of_a_budget_has_an_amount_and_an_end_or_is_ended_by_null() {
        assertThat(updated(RAISE).raise())
                .isEqualTo(FieldChange.to(new BudgetRaise(BigDecimal.ONE, Instant.parse("2026-01-31T12:00:00Z"))));
        var nothing = new LinkedHashMap<String, Object>();
        nothing.put("temp_budget_increase", null);
        assertThat(updated(nothing).raise()).isEqualTo(FieldChange.cleared());
        assertThat(updated(Map.of()).raise()).isEqualTo(FieldChange.kept());
        assertThat(catchThrowableOfType(RefusedField.class, () -> updated(Map.of("temp_budget_increase", 1)))
                        .field())
                .isEqualTo("temp_budget_expiry");
        assertThat(catchThrowableOfType(
                        ValidationFault.class,
                        () -> updated(Map.of("temp_budget_increase", 1, "temp_budget_expiry", "tomorrow"))))
                .hasMessageStartingWith("temp_budget_expiry");
    }

    private static KeyChange updated(Map<String, Object> given) {
        return (KeyChange) read(FieldTable.KEY_UPDATE, given);
    }

    @Test
    void a_list_that_is_too_long_is_told_how_long_it_may_be() {
        assertThat(malformed("models", Collections.nCopies(20_000, "chat")))
                .hasMessage("models must have at most 10000 entries, not 20000");
    }

    @Test
    void key_types_are_shorthands_for_routes() {
        assertThat(key(Map.of("key_type", "llm_api")).allowedRoutes())
                .isEqualTo(FieldChange.to(List.of("llm_api_routes")));
        assertThat(key(Map.of("key_type", "read_only")).allowedRoutes())
                .isEqualTo(FieldChange.to(List.of("info_routes")));
        assertThat(key(Map.of("key_type", "default")).allowedRoutes()).isEqualTo(FieldChange.kept());
        assertThat(malformed("key_type", "root")).isNotNull();
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
                Arguments.of("model_rpm_limit", Map.of("chat", "many")),
                Arguments.of("models", Collections.nCopies(20_000, "chat")),
                Arguments.of("models", List.of("a\u0000")),
                Arguments.of("models", List.of("a\ud800")),
                Arguments.of("key_alias", "\u2028".repeat(2_049)),
                Arguments.of("team_id", "\u009f"),
                Arguments.of("user_id", "u\n"),
                Arguments.of("aliases", Map.of("a\r", "b")),
                Arguments.of("model_tpm_limit", Map.of("\u0000", 1)),
                Arguments.of("permissions", "\udc00"),
                Arguments.of("metadata", Map.of("tags", "teamA")));
    }

    @ParameterizedTest
    @MethodSource("valuesOfTheWrongForm")
    void values_of_the_wrong_form_are_named(String field, Object value) {
        ValidationFault fault = malformed(field, value);

        assertThat(fault).hasMessageStartingWith(field);
        assertThat(fault.detail().getFirst().get("type")).isEqualTo("value_error");
    }

    private static ValidationFault malformed(String field, Object value) {
        return catchThrowableOfType(ValidationFault.class, () -> key(Map.of(field, value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 500})
    void tags_that_would_be_cut_off_are_refused_S19(int length) {
        RefusedField fault =
                catchThrowableOfType(RefusedField.class, () -> key(Map.of("tags", List.of("x".repeat(length)))));

        assertThat(fault.field()).isEqualTo("tags");
    }

    @Test
    void whoever_makes_a_team_is_one_of_its_admins() {
        ManagementBody body = ManagementBody.of(
                Map.of("members_with_roles", List.of(Map.of("role", "user", "user_id", "u1"))),
                FieldTable.TEAM_NEW,
                new TreeSet<>());

        assertThat(new ChangeReader(body, FieldTable.TEAM_NEW)
                        .team()
                        .extra()
                        .values()
                        .get("members_with_roles"))
                .isEqualTo(List.of(
                        Map.of("role", "user", "user_id", "u1"),
                        Map.of("role", "admin", "user_id", "default_user_id")));
        assertThat(FieldTable.TEAM_UPDATE.effect("members_with_roles")).isNull();
    }
}
