package dev.stellwerk.adapters.http.inbound.route;

import dev.stellwerk.application.configuration.AddressRange;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the other end of its connection, or, when that is a proxy of the operator's own, whom it
 * says it speaks for. What anybody else says of that is not believed.
 *
 * @param trusted the operator's own proxies
 */
public record CallerAddress(List<AddressRange> trusted) {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("x-forwarded-for");
    private static final int HOPS_MAX = 20;

    public CallerAddress {
        trusted = List.copyOf(trusted);
    }

    /**
     * Each proxy adds the address it was called from at the end, so the list is read backwards, past trusted proxies, to
     * the first address that is none of them; what stands further in front may be invented.
     */
    InetAddress of(InetAddress peer, Headers headers) {
        InetAddress caller = peer;
        if (!isTrusted(peer) || !headers.contains(FORWARDED_FOR)) {
            return caller;
        }
        String[] hops = String.join(",", headers.get(FORWARDED_FOR).allValues()).split(",", -1);
        for (int at = hops.length - 1; at >= Math.max(0, hops.length - HOPS_MAX); at--) {
            InetAddress hop = parse(hops[at].strip());
            if (hop == null) {
                return caller; // whoever wrote this is not understood; who called is the last one who was
            }
            caller = hop;
            if (!isTrusted(hop)) {
                return caller;
            }
        }
        return caller;
    }

    private boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Some proxies write a port behind the address. */
    private static @Nullable InetAddress parse(String hop) {
        String address = hop;
        if (hop.startsWith("[")) {
            address = hop.substring(1, Math.max(1, hop.indexOf(']')));
        } else if (hop.indexOf(':') >= 0 && hop.indexOf(':') == hop.lastIndexOf(':')) {
            address = hop.substring(0, hop.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
