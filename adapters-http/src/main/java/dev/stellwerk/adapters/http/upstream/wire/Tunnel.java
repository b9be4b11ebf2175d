package dev.stellwerk.adapters.http.upstream.wire;

import java.io.IOException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** The way through a proxy to an upstream with TLS, of which the proxy sees host and port alone. */
final class Tunnel {
    private Tunnel() {}

    /** @throws ProxyRefused when the proxy lets nobody through */
    static void dig(ConnectionEndpoint endpoint, HttpHost target, @Nullable String authorization)
            throws IOException, HttpException {
        String authority = target.getHostName() + ":" + target.getPort();
        var request = new BasicClassicHttpRequest("CONNECT", target, authority);
        request.addHeader("Host", authority);
        request.addHeader("User-Agent", "stellwerk");
        if (authorization != null) {
            request.addHeader("Proxy-Authorization", authorization);
        }
        int[] status = {0};
        endpoint.execute(
                "",
                request,
                (sent, connection, _) -> {
                    connection.sendRequestHeader(sent);
                    connection.flush();
                    ClassicHttpResponse response = connection.receiveResponseHeader();
                    status[0] = response.getCode();
                    return response;
                },
                HttpClientContext.create());
        if (status[0] / 100 != 2) {
            throw new ProxyRefused(status[0]);
        }
    }
}
