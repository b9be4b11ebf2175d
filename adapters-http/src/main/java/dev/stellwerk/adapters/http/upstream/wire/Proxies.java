package dev.stellwerk.adapters.http.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.stellwerk.application.configuration.AddressRange;
import dev.stellwerk.application.configuration.Outgoing;
import dev.stellwerk.application.configuration.Outgoing.Proxy;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which proxy stands in front of which upstream. */
record Proxies(Outgoing outgoing) {

    /** The one for a target; null when it is reached directly. */
    @Nullable
    Proxy of(CallTarget target) {
        Proxy proxy = target.scheme().equals("https") ? outgoing.httpsProxy() : outgoing.httpProxy();
        return proxy == null || isDirect(target.host().toLowerCase(Locale.ROOT), target.port()) ? null : proxy;
    }

    private boolean isDirect(String host, int port) {
        for (String entry : outgoing.direct()) {
            if (covers(entry.toLowerCase(Locale.ROOT), host, port)) {
                return true;
            }
        }
        return false;
    }

    /** A name covers what lies below it, with a dot in front or without, as everybody else has it. */
    private static boolean covers(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress address = address(literal);
        if (address != null) {
            return AddressRange.parse(entry)
                            .map(range -> range.contains(address))
                            .orElse(false)
                    || entry.equals(host + ":" + port);
        }
        int colon = entry.lastIndexOf(':');
        String name = colon < 0 ? entry : entry.substring(0, colon);
        if (colon >= 0 && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
    }

    private static @Nullable InetAddress address(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** What a proxy that asks who calls is told; null when nothing is configured. */
    static @Nullable String authorization(Proxy proxy) {
        return proxy.credentials() == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(proxy.credentials().value().getBytes(UTF_8));
    }
}
