package dev.stellwerk.adapters.http.upstream.dialect;

import dev.stellwerk.adapters.http.upstream.stream.EventReader;
import dev.stellwerk.adapters.http.upstream.stream.StreamRewriter;

/** How one stream is read: by which framing its events are found, and what becomes of them. */
public record StreamTranslation(EventReader events, StreamRewriter rewriter) {}
