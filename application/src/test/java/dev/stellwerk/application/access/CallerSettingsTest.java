package dev.stellwerk.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.access.Caller;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RoutingSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerSettingsTest {
    private static final RoutingSettings BASE =
            RoutingSettings.DEFAULTS.withFallbacks(new RoutingSettings.FallbackRules(
                    fallbacks("chat", "global"), fallbacks("chat", "global-long"), Fallbacks.NONE, 5, false, true));
    private final AccessFixture fixture = new AccessFixture();
    private final CallerSettings settings =
            new CallerSettings(Set.of("simple-shuffle", "least-busy"), AccessFixture.ROUTER_SETTINGS);

    @Test
    void without_overrides_the_routers_own_settings_hold_unchanged() {
        assertThat(settings.of(Caller.MASTER_KEY, BASE)).isSameAs(BASE);
        assertThat(settings.of(fixture.callerWith(Map.of()), BASE)).isSameAs(BASE);
    }

    @Test
    void what_a_key_sets_is_honoured_and_the_rest_stays() {
        Caller caller = key(Map.of(
                "fallback",
                "chat b",
                "retries",
                5,
                "seconds",
                2,
                "policy",
                new RetryPolicy(Map.of(ErrorClass.RATE_LIMIT, 4)),
                "strategy",
                "least-busy"));

        RoutingSettings own = settings.of(caller, BASE);

        assertThat(own.fallbacks().general().byGroup()).isEqualTo(Map.of("chat", List.of(FallbackTarget.to("b"))));
        assertThat(own.fallbacks().contextWindow()).isEqualTo(BASE.fallbacks().contextWindow());
        assertThat(own.failures().retries()).isEqualTo(5);
        assertThat(own.failures().retryPolicyByGroup())
                .isEqualTo(Map.of("chat", new RetryPolicy(Map.of(ErrorClass.RATE_LIMIT, 4))));
        assertThat(own.failures().cooldown()).isEqualTo(BASE.failures().cooldown());
        assertThat(own.timeouts().whole()).isEqualTo(Duration.ofSeconds(2));
        assertThat(own.strategy()).isEqualTo("least-busy");
    }

    @Test
    void a_keys_object_hides_the_teams_whole_object() {
        fixture.newTeam("t1", Map.of("router_settings", Map.of("retries", 7, "seconds", 3)));
        Caller own = fixture.callerWith(Map.of("team_id", "t1", "router_settings", Map.of("retries", 1)));
        Caller inherited = fixture.callerWith(Map.of("team_id", "t1"));

        assertThat(settings.of(own, BASE).failures().retries()).isEqualTo(1);
        assertThat(settings.of(own, BASE).timeouts()).isEqualTo(BASE.timeouts());
        assertThat(settings.of(inherited, BASE).failures().retries()).isEqualTo(7);
        assertThat(settings.of(inherited, BASE).timeouts().whole()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void an_unknown_strategy_is_as_if_not_set() {
        assertThat(settings.of(key(Map.of("strategy", "by-horoscope")), BASE).strategy())
                .isEqualTo("simple-shuffle");
    }

    @Test
    void tag_filtering_is_switched_on_by_key_or_team_and_never_off() {
        fixture.newTeam("t1", Map.of("router_settings", Map.of("filtering", true)));

        assertThat(settings.tagFilteringForced(key(Map.of("filtering", true)), BASE))
                .isTrue();
        assertThat(settings.tagFilteringForced(key(Map.of("filtering", false)), BASE))
                .isFalse();
        assertThat(settings.tagFilteringForced(
                        fixture.callerWith(Map.of("team_id", "t1", "router_settings", Map.of("retries", 1))), BASE))
                .as("a key's own object does not lift what its team demands")
                .isTrue();
        assertThat(settings.tagFilteringForced(Caller.MASTER_KEY, BASE)).isFalse();
    }

    @Test
    void the_same_record_is_worked_out_once_for_the_same_base() {
        Caller caller = key(Map.of("retries", 5));

        assertThat(settings.of(caller, BASE)).isSameAs(settings.of(caller, BASE));
        RoutingSettings reloaded = BASE.withStrategy("least-busy");
        assertThat(settings.of(caller, reloaded).strategy()).isEqualTo("least-busy");
    }

    @Test
    void many_records_change_nothing_about_the_answers() {
        for (int i = 0; i < 2_500; i++) {
            assertThat(settings.of(key(Map.of("retries", i % 10)), BASE)
                            .failures()
                            .retries())
                    .isEqualTo(i % 10);
        }
    }

    private Caller key(Map<String, Object> routerSettings) {
        return fixture.callerWith(Map.of("router_settings", routerSettings));
    }

    private static Fallbacks fallbacks(String group, String target) {
        return new Fallbacks(Map.of(group, List.of(FallbackTarget.to(target))));
    }
}
