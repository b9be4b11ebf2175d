package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway meets its clients.
 *
 * @param host the address to listen on
 * @param port the port; 0 picks a free one
 * @param version the gateway's own version
 * @param drain how long running calls may go on when it stops
 * @param database whether there is one to speak of in readiness
 * @param cache what state is shared through, such as {@code redis}; null means memory alone
 * @param lenient malformed tags are ignored instead of refused, as LiteLLM does
 */
public record ServerSettings(
        String host,
        int port,
        String version,
        Duration drain,
        Access access,
        Wire wire,
        boolean database,
        @Nullable String cache,
        boolean lenient) {}
