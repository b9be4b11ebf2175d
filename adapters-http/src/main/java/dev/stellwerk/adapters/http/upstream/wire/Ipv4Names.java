package dev.stellwerk.adapters.http.upstream.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Names for networks on which IPv6 is announced and leads nowhere. */
final class Ipv4Names implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
                .filter(Inet4Address.class::isInstance)
                .toArray(InetAddress[]::new);
        if (addresses.length == 0) {
            throw new UnknownHostException(host + " has no address of IPv4");
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
}
