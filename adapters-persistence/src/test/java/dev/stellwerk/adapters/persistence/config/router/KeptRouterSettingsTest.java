package dev.stellwerk.adapters.persistence.config.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.application.port.out.RouterSettingsReader.Reading;
import dev.stellwerk.application.port.out.RouterSettingsReaderContract;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.error.ErrorClass;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeptRouterSettingsTest extends RouterSettingsReaderContract {
    @Override
    protected RouterSettingsReader reader() {
        return new KeptRouterSettings();
    }

    @Override
    protected Metadata retries(int times) {
        return Metadata.of(Map.of("num_retries", times));
    }

    @Override
    protected Metadata unfit(String name) {
        return Metadata.of(Map.of(name, "x"));
    }

    @Override
    protected String nameOfUnfit() {
        return "timeout";
    }

    private static Reading read(Map<String, Object> settings) {
        return new KeptRouterSettings().read(Metadata.of(settings));
    }

    @Test
    void everything_that_a_key_may_set_is_understood() {
        Reading reading = read(Map.of(
                "fallbacks",
                List.of(Map.of("chat", List.of("b", Map.of("model", "c", "temperature", 0), Map.of("seed", 1)))),
                "context_window_fallbacks",
                List.of(Map.of("chat", List.of("long"))),
                "content_policy_fallbacks",
                List.of(Map.of("chat", List.of("lax"))),
                "num_retries",
                10,
                "timeout",
                1.5,
                "model_group_retry_policy",
                Map.of("chat", Map.of("RateLimitErrorRetries", 4, "DefaultRetries", 1, "OddErrorRetries", 9)),
                "routing_strategy",
                "least-busy",
                "enable_tag_filtering",
                true));

        assertThat(reading.unfit()).isEmpty();
        assertThat(reading.overrides())
                .isEqualTo(new RouterOverrides(
                        new Fallbacks(Map.of(
                                "chat",
                                List.of(
                                        FallbackTarget.to("b"),
                                        new FallbackTarget("c", Map.of("temperature", 0)),
                                        new FallbackTarget(null, Map.of("seed", 1))))),
                        new Fallbacks(Map.of("chat", List.of(FallbackTarget.to("long")))),
                        new Fallbacks(Map.of("chat", List.of(FallbackTarget.to("lax")))),
                        10,
                        Duration.ofMillis(1_500),
                        Map.of("chat", new RetryPolicy(Map.of(ErrorClass.RATE_LIMIT, 4), 1)),
                        "least-busy",
                        true));
    }

    @Test
    void nothing_set_overrides_nothing() {
        assertThat(read(Map.of("cooldown_time", 9)).overrides()).isEqualTo(RouterOverrides.NONE);
        assertThat(read(Map.of("enable_tag_filtering", false)).overrides()).isEqualTo(RouterOverrides.NONE);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("fallbacks", Map.of("a", List.of("b"))),
                Arguments.of("fallbacks", List.of(Map.of("a", List.of("b"), "c", List.of("d")))),
                Arguments.of("fallbacks", List.of(Map.of("a", "b"))),
                Arguments.of("fallbacks", List.of(Map.of("a", List.of(1)))),
                Arguments.of("fallbacks", List.of(Map.of("a\n", List.of("b")))),
                Arguments.of("fallbacks", List.of(Map.of("a", List.of("b\u0000")))),
                Arguments.of("fallbacks", List.of(Map.of("a", List.of(Map.of("model", "x".repeat(257)))))),
                Arguments.of("num_retries", 11),
                Arguments.of("num_retries", -1),
                Arguments.of("num_retries", 1.5),
                Arguments.of("num_retries", "1"),
                Arguments.of("timeout", 0),
                Arguments.of("timeout", -1),
                Arguments.of("timeout", 86_400.5),
                Arguments.of("timeout", new BigDecimal("1e-12")),
                Arguments.of("timeout", Double.POSITIVE_INFINITY),
                Arguments.of("model_group_retry_policy", List.of()),
                Arguments.of("model_group_retry_policy", Map.of("chat", 3)),
                Arguments.of("model_group_retry_policy", Map.of("chat", Map.of("TimeoutErrorRetries", 11))),
                Arguments.of("model_group_retry_policy", Map.of("chat", Map.of("DefaultRetries", -1))),
                Arguments.of("routing_strategy", 1),
                Arguments.of("enable_tag_filtering", "yes"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void every_value_that_makes_no_sense_is_named(String name, Object value) {
        assertThat(read(Map.of(name, value))).isEqualTo(new Reading(RouterOverrides.NONE, List.of(name)));
    }
}
