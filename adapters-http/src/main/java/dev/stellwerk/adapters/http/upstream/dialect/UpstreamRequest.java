package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.body.RenderedBody;
import dev.stellwerk.adapters.http.upstream.wire.CallTarget;

/** What is sent: where to, with which headers, and the body. */
public record UpstreamRequest(CallTarget target, RenderedBody body) {}
