package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;
import java.util.List;

/**
 * What is sent: where to, with which headers, and the body.
 *
 * @param dropped parameters that were left out, as the caller is told
 */
public record UpstreamRequest(CallTarget target, RenderedBody body, List<String> dropped) {
    /** With all that was asked for. */
    public UpstreamRequest(CallTarget target, RenderedBody body) {
        this(target, body, List.of());
    }
}
