package dev.stellwerk.application.call;

import dev.stellwerk.domain.error.UpstreamFailure;
import dev.stellwerk.domain.usage.TokenUsage;

/** How a stream ended, with what it used until then. */
public sealed interface StreamEnd {
    TokenUsage usage();

    /** All of it was passed on. */
    record Complete(TokenUsage usage) implements StreamEnd {}

    /**
     * It broke after something had been passed on; the client has to be told.
     *
     * @param told the client was, by the stream itself
     */
    record Broken(TokenUsage usage, UpstreamFailure failure, boolean told) implements StreamEnd {
        public Broken(TokenUsage usage, UpstreamFailure failure) {
            this(usage, failure, false);
        }
    }

    /** The client left. */
    record Abandoned(TokenUsage usage) implements StreamEnd {}
}
