package dev.stellwerk.adapters.http.upstream.wire;

import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** An answer whose head has arrived. */
public record UpstreamResponse(ClassicHttpResponse head, BodyReader body, ConnectionLease lease) {
    public int status() {
        return head.getCode();
    }

    /** The first header of this name; null when there is none. */
    @Nullable
    public String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** The media type without parameters, in lower case; empty when there is none. */
    public String mediaType() {
        String type = header("content-type");
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
