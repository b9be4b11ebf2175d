package dev.stellwerk.application.configuration;

import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.deployment.ServerTrust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How upstreams are reached.
 *
 * @param trust for deployments that say nothing of their own
 * @param httpProxy in front of upstreams without TLS; null means none
 * @param httpsProxy in front of upstreams with TLS; null means none
 * @param direct hosts, domains, addresses and ranges that are reached without a proxy; {@code *} is everything
 * @param ipv4Only names are resolved to addresses of IPv4 alone
 */
public record Outgoing(
        ServerTrust trust,
        @Nullable Proxy httpProxy,
        @Nullable Proxy httpsProxy,
        List<String> direct,
        boolean ipv4Only) {
    public static final Outgoing DEFAULTS = new Outgoing(new ServerTrust.OfSystem(), null, null, List.of(), false);

    public Outgoing {
        direct = List.copyOf(direct);
    }

    /**
     * A proxy that is spoken to in plain HTTP.
     *
     * @param credentials user and password with a colon between them; null when it asks for none
     */
    public record Proxy(String host, int port, @Nullable Secret credentials) {}
}
