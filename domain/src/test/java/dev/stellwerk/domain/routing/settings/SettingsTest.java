package dev.stellwerk.domain.routing.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.domain.catalog.CatalogSnapshot;
import dev.stellwerk.domain.catalog.CatalogSnapshot.Resolution;
import dev.stellwerk.domain.catalog.Pools;
import dev.stellwerk.domain.deployment.ADeployment;
import dev.stellwerk.domain.deployment.Deployment;
import dev.stellwerk.domain.deployment.Timeouts;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.request.RoutingRequest;
import dev.stellwerk.domain.routing.session.AttemptBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void defaults_are_those_that_are_documented() {
        RoutingSettings defaults = RoutingSettings.DEFAULTS;

        assertThat(defaults.strategyOf("any")).isEqualTo("simple-shuffle");
        assertThat(defaults.failures().retries()).isEqualTo(2);
        assertThat(defaults.failures().cooldown()).isEqualTo(seconds(5));
        assertThat(defaults.failures().retryAfterMax()).isEqualTo(Duration.ofHours(1));
        assertThat(defaults.failures().allowedFails()).isNull();
        assertThat(defaults.fallbacks().fallbacksMax()).isNull();
        assertThat(defaults.tags()).isEqualTo(new RoutingSettings.Tags(false, true, "", TagPolicy.STRICT));
        assertThat(defaults.checks().preCall()).isFalse();
        assertThat(defaults.timeouts().whole()).isEqualTo(seconds(6000));
    }

    @Test
    void a_groups_own_strategy_counts_by_the_name_called_then_by_the_pattern_that_matched() {
        var settings = new RoutingSettings(
                "everywhere",
                Map.of("chat", "own", "llm/*", "pattern", "llm/foo", "one"),
                RoutingSettings.DEFAULTS.failures(),
                RoutingSettings.DEFAULTS.fallbacks(),
                RoutingSettings.DEFAULTS.tags(),
                RoutingSettings.DEFAULTS.checks(),
                RoutingSettings.DEFAULTS.timeouts(),
                RoutingSettings.DEFAULTS.budgets(),
                false);
        CatalogSnapshot catalog =
                Pools.catalog(ADeployment.of("chat", "a"), ADeployment.of("llm/*", "w"), ADeployment.of("other", "b"));

        assertThat(List.of("chat", "llm/foo", "llm/bar", "other"))
                .map(name -> ((Resolution.Group) catalog.resolve(name, null)).pool())
                .map(settings::strategyOf)
                .containsExactly("own", "one", "pattern", "everywhere");
    }

    @Test
    void the_narrowest_word_on_a_timeout_counts() {
        Deployment own = ADeployment.named("A")
                .with(b -> b.timeouts(new Timeouts(seconds(20), seconds(2))))
                .build();
        RoutingSettings settings = RoutingSettings.DEFAULTS.withTimeouts(
                new RoutingSettings.Bounds(seconds(300), seconds(30), seconds(1)));

        AttemptBounds byRequest = AttemptBounds.of(timeouts(seconds(7), null), own, settings);
        assertThat(byRequest).isEqualTo(new AttemptBounds(seconds(1), seconds(7), seconds(2), true));
        AttemptBounds byDeployment = AttemptBounds.of(timeouts(null, null), own, settings);
        assertThat(byDeployment).isEqualTo(new AttemptBounds(seconds(1), seconds(20), seconds(2), false));
        AttemptBounds byRouter =
                AttemptBounds.of(timeouts(null, null), ADeployment.named("B").build(), settings);
        assertThat(byRouter).isEqualTo(new AttemptBounds(seconds(1), seconds(300), seconds(30), false));
        AttemptBounds streamByRequest = AttemptBounds.of(timeouts(null, seconds(3)), own, settings);
        assertThat(streamByRequest).isEqualTo(new AttemptBounds(seconds(1), seconds(20), seconds(3), true));
    }

    private static RoutingRequest.Overrides timeouts(@Nullable Duration whole, @Nullable Duration stream) {
        return new RoutingRequest.Overrides(null, whole, stream, null, false, null, null, null);
    }

    @Test
    void without_a_bound_of_its_own_a_streams_event_has_the_time_of_the_whole() {
        assertThat(AttemptBounds.of(
                                timeouts(seconds(7), null),
                                ADeployment.named("A").build(),
                                RoutingSettings.DEFAULTS)
                        .event())
                .isEqualTo(seconds(7));
    }

    @Test
    void the_most_specific_entry_of_a_retry_policy_counts() {
        var policy = new RetryPolicy(Map.of(
                ErrorClass.BAD_REQUEST, 1, ErrorClass.CONTENT_POLICY_VIOLATION, 5, ErrorClass.INTERNAL_SERVER, 4));

        assertThat(policy.retriesFor(ErrorClass.CONTENT_POLICY_VIOLATION)).hasValue(5);
        assertThat(policy.retriesFor(ErrorClass.CONTEXT_WINDOW_EXCEEDED)).hasValue(1);
        assertThat(policy.retriesFor(ErrorClass.CONNECTION)).hasValue(4);
        assertThat(policy.retriesFor(ErrorClass.TIMEOUT)).isEqualTo(OptionalInt.empty());
    }

    @Test
    void a_retry_policys_word_for_the_others_counts_for_every_failure_without_a_field_of_its_own() {
        var policy = new RetryPolicy(Map.of(ErrorClass.SERVICE_UNAVAILABLE, 0), 1);

        assertThat(policy.retriesFor(ErrorClass.SERVICE_UNAVAILABLE)).hasValue(0);
        assertThat(policy.retriesFor(ErrorClass.BAD_GATEWAY)).hasValue(1);
        assertThat(policy.retriesFor(ErrorClass.NOT_FOUND)).hasValue(1);
    }

    @Test
    void fallbacks_are_found_by_the_name_sent_then_the_group_then_without_provider_then_for_all() {
        List<FallbackTarget> ofAlias = List.of(FallbackTarget.to("1"));
        List<FallbackTarget> ofGroup = List.of(FallbackTarget.to("2"));
        List<FallbackTarget> bare = List.of(FallbackTarget.to("3"));
        List<FallbackTarget> forAll = List.of(FallbackTarget.to("4"));
        var fallbacks = new Fallbacks(Map.of("nick", ofAlias, "chat", ofGroup, "gpt-x", bare, "*", forAll));

        assertThat(fallbacks.of("nick", "chat")).isEqualTo(ofAlias);
        assertThat(fallbacks.of("other", "chat")).isEqualTo(ofGroup);
        assertThat(fallbacks.of("openai/gpt-x", "openai/gpt-x")).isEqualTo(bare);
        assertThat(fallbacks.of("other", "other")).isEqualTo(forAll);
        assertThat(new Fallbacks(Map.of("chat", ofGroup)).of("other", "other")).isNull();
        assertThat(Fallbacks.NONE.configured()).isFalse();
    }
}
