package dev.stellwerk.adapters.http.upstream.wire;

import dev.stellwerk.application.call.Header;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Where one kind of call to one endpoint goes.
 *
 * @param method in upper case
 * @param scheme {@code http} or {@code https}
 * @param port always stated, the scheme's own if need be
 * @param authority for the {@code Host} header
 * @param path with its query
 * @param headers credential and configured headers; never to be shown
 */
public record CallTarget(
        String method, String scheme, String host, int port, String authority, String path, List<Header> headers) {

    public static CallTarget of(String url, List<Header> headers) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https");
            if ((!secure && !scheme.equals("http")) || uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw new UnusableEndpoint("api_base is not a plain http or https URL");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new CallTarget(
                    "POST",
                    scheme,
                    uri.getHost(),
                    port,
                    uri.getRawAuthority(),
                    uri.getRawPath() + query,
                    List.copyOf(headers));
        } catch (URISyntaxException _) {
            throw new UnusableEndpoint("api_base is not a URL");
        }
    }

    /**
     * What stands below it.
     *
     * @param below the rest of the path, before the query
     * @param more for the end of the query; empty for nothing
     */
    public CallTarget below(String otherMethod, String below, String more) {
        int mark = path.indexOf('?');
        String query = mark < 0 ? "" : path.substring(mark + 1);
        String whole = query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more;
        String longer = (mark < 0 ? path : path.substring(0, mark)) + below + (whole.isEmpty() ? "" : "?" + whole);
        return new CallTarget(otherMethod, scheme, host, port, authority, longer, headers);
    }

    /** Hides the headers: they hold the credential. */
    @Override
    public String toString() {
        return scheme + "://" + authority + path;
    }
}
