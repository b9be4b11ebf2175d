package dev.stellwerk.adapters.http.inbound;

import dev.stellwerk.application.configuration.GatewayConfiguration.Access;
import dev.stellwerk.application.configuration.GatewayConfiguration.Wire;
import dev.stellwerk.application.port.out.Readiness;
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
 * @param redis whether state is shared through it at this moment; null means that it never is
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
        @Nullable Readiness redis,
        boolean lenient) {}
