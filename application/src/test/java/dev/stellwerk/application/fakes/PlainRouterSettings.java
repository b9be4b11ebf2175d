package dev.stellwerk.application.fakes;

import dev.stellwerk.application.port.out.RouterSettingsReader;
import dev.stellwerk.domain.access.Metadata;
import dev.stellwerk.domain.routing.settings.FallbackTarget;
import dev.stellwerk.domain.routing.settings.Fallbacks;
import dev.stellwerk.domain.routing.settings.RetryPolicy;
import dev.stellwerk.domain.routing.settings.RouterOverrides;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Understands settings as short as these tests need them: {@code fallback} is one group and one target with a blank
 * between, {@code policy} belongs to the group {@code chat}; {@code unfit} makes no sense.
 */
public final class PlainRouterSettings implements RouterSettingsReader {
    @Override
    public Reading read(Metadata settings) {
        var overrides = new RouterOverrides(
                settings.get("fallback") instanceof String way ? fallback(way.split(" ")) : null,
                null,
                null,
                settings.get("retries") instanceof Integer retries ? retries : null,
                settings.get("seconds") instanceof Integer seconds ? Duration.ofSeconds(seconds) : null,
                settings.get("policy") instanceof RetryPolicy policy ? Map.of("chat", policy) : null,
                settings.get("strategy") instanceof String name ? name : null,
                Boolean.TRUE.equals(settings.get("filtering")));
        return new Reading(overrides, settings.get("unfit") == null ? List.of() : List.of("unfit"));
    }

    private static Fallbacks fallback(String[] way) {
        return new Fallbacks(Map.of(way[0], List.of(FallbackTarget.to(way[1]))));
    }
}
