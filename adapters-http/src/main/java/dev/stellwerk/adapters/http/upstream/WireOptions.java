package dev.stellwerk.adapters.http.upstream;

import dev.stellwerk.application.configuration.Outgoing;
import java.time.Duration;

/**
 * How upstreams are called and what of their answers is shown.
 *
 * @param usageWithoutChoices a stream's usage event has no choices, as OpenAI's; otherwise one that says nothing
 * @param usageAlways streams end with their usage whether asked for or not
 * @param connectionsPerHostMax calls to one host that can run at a time
 * @param outgoing the way to upstreams
 * @param openingHeldMax how long a stream's opening waits for its first content; zero means not at all
 */
public record WireOptions(
        boolean usageWithoutChoices,
        boolean usageAlways,
        int connectionsPerHostMax,
        Duration openingHeldMax,
        Outgoing outgoing) {
    public static final WireOptions DEFAULTS =
            new WireOptions(false, false, 4_096, Duration.ofSeconds(10), Outgoing.DEFAULTS);
}
