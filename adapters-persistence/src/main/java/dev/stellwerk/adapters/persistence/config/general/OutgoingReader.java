package dev.stellwerk.adapters.persistence.config.general;

import dev.stellwerk.adapters.persistence.config.finding.Place;
import dev.stellwerk.adapters.persistence.config.provider.TrustReader;
import dev.stellwerk.adapters.persistence.config.source.Environment;
import dev.stellwerk.adapters.persistence.config.source.Section;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.configuration.Outgoing.Proxy;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.deployment.ServerTrust;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how upstreams are reached. */
final class OutgoingReader {
    private static final int HTTP_PORT = 80;

    private final Section litellm;
    private final Environment environment;

    OutgoingReader(Section litellm, Environment environment) {
        this.litellm = litellm;
        this.environment = environment;
    }

    Outgoing read() {
        ServerTrust own = TrustReader.read(litellm);
        ServerTrust trust = own == null ? TrustReader.read(environment, litellm) : own;
        return new Outgoing(
                trust == null ? Outgoing.DEFAULTS.trust() : trust,
                firstProxy("http_proxy", "HTTP_PROXY"),
                firstProxy("https_proxy", "HTTPS_PROXY"),
                direct(),
                litellm.flag("force_ipv4", false));
    }

    private List<String> direct() {
        String names = environment.first(List.of("no_proxy", "NO_PROXY"));
        return names == null
                ? List.of()
                : Arrays.stream(names.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private @Nullable Proxy firstProxy(String... names) {
        for (String name : names) {
            String url = environment.get(name);
            if (url != null) {
                return proxy(name, url.strip());
            }
        }
        return null;
    }

    /** Without its value in any message: it may hold a password. */
    private @Nullable Proxy proxy(String variable, String url) {
        try {
            URI uri = new URI(url.contains("://") ? url : "http://" + url);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                return refused(variable);
            }
            String credentials = uri.getRawUserInfo();
            return new Proxy(
                    uri.getHost(),
                    uri.getPort() < 0 ? HTTP_PORT : uri.getPort(),
                    credentials == null ? null : new Secret(decoded(credentials)));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return refused(variable);
        }
    }

    private @Nullable Proxy refused(String variable) {
        litellm.scope()
                .findings()
                .error(Place.ENVIRONMENT, variable, "is no address of a proxy such as http://proxy.example:3128");
        return null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
