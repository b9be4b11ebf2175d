package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import dev.stellwerk.adapters.http.api.AnthropicHeaders;
import dev.stellwerk.adapters.http.upstream.dialect.Bases;
import dev.stellwerk.adapters.http.upstream.dialect.EndpointHeaders;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import dev.stellwerk.application.call.Header;
import dev.stellwerk.domain.deployment.Endpoint;
import dev.stellwerk.domain.deployment.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where messages go, with which credential, and which beta features they ask for. */
public final class MessagesEndpoint {
    private static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";
    private static final String PATH = "/v1/messages";
    private static final String TOKEN = "sk-ant-oat";
    private static final String TOKEN_FLAG = "oauth-2025-04-20";
    private static final String DEFAULT_VERSION = "2023-06-01";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern FLAG = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int FLAGS_MAX = 32;

    private MessagesEndpoint() {}

    /**
     * The target of a call.
     *
     * @param client what the client says to the API
     * @param flags those that the translated request needs
     */
    public static CallTarget target(Endpoint endpoint, AnthropicHeaders client, Collection<String> flags) {
        return target(endpoint, client, flags, "");
    }

    /** The target of a call of which only the prompt's tokens are counted. */
    public static CallTarget counting(Endpoint endpoint, AnthropicHeaders client) {
        return target(endpoint, client, List.of(), "/count_tokens");
    }

    private static CallTarget target(
            Endpoint endpoint, AnthropicHeaders client, Collection<String> flags, String below) {
        Secret brought = client.token();
        Secret own = endpoint.apiKey();
        boolean token = brought != null || (own != null && own.value().strip().startsWith(TOKEN));
        List<Header> configured = brought != null
                ? withToken(endpoint, brought)
                : token
                        ? EndpointHeaders.of(endpoint, "authorization", "Bearer ")
                        : EndpointHeaders.of(endpoint, "x-api-key", "");
        var headers = new ArrayList<Header>();
        var betas = new LinkedHashSet<String>();
        addFlags(betas, client.betaFlags());
        for (Header header : configured) {
            if (header.name().equals(BETA)) {
                addFlags(betas, header.value());
            } else {
                headers.add(header);
            }
        }
        betas.addAll(flags);
        if (token) {
            betas.add(TOKEN_FLAG);
        }
        if (!betas.isEmpty()) {
            headers.add(new Header(BETA, String.join(",", betas)));
        }
        addVersion(headers, client.version());
        String url = url(Bases.of(endpoint)) + below;
        return CallTarget.of(client.betaQuery() ? url + "?beta=true" : url, headers);
    }

    /** The client's token in the place of whatever the deployment has to show for itself. */
    private static List<Header> withToken(Endpoint endpoint, Secret token) {
        var headers = new ArrayList<>(EndpointHeaders.of(endpoint, "x-api-key", ""));
        headers.removeIf(
                header -> header.name().equals("x-api-key") || header.name().equals("authorization"));
        headers.add(new Header("authorization", "Bearer " + token.value()));
        return headers;
    }

    /** The client's own, else the deployment's. */
    private static void addVersion(List<Header> headers, @Nullable String clients) {
        if (clients != null && WORD.matcher(clients).matches()) {
            headers.removeIf(header -> header.name().equals(VERSION));
            headers.add(new Header(VERSION, clients));
        } else if (headers.stream().noneMatch(header -> header.name().equals(VERSION))) {
            headers.add(new Header(VERSION, DEFAULT_VERSION));
        }
    }

    private static void addFlags(Set<String> betas, String written) {
        COMMA.splitAsStream(written.strip())
                .filter(flag -> FLAG.matcher(flag).matches())
                .limit(FLAGS_MAX)
                .forEach(betas::add);
    }

    private static String url(String base) {
        if (base.endsWith(PATH)) {
            return base;
        }
        return base.endsWith("/v1") ? base + "/messages" : base + PATH;
    }
}
